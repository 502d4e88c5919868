-- Shifts stand in people's own calendars: whatever changes what somebody holds, or a shift that they
-- hold, makes their calendars be written anew (as `calendar_answer_made` does for events).
CREATE TRIGGER calendar_signup_made AFTER INSERT ON signup WHEN NEW.state = 'held' BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER calendar_signup_changed AFTER UPDATE OF state, role ON signup
WHEN OLD.state <> NEW.state OR OLD.role <> NEW.role BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = NEW.user_id;
END;

CREATE TRIGGER calendar_signup_gone AFTER DELETE ON signup WHEN OLD.state = 'held' BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id = OLD.user_id;
END;

CREATE TRIGGER calendar_shift_changed AFTER UPDATE OF sequence, status, thread_id ON shift BEGIN
    UPDATE calendar_feed SET answers = answers + 1 WHERE user_id IN (
        SELECT user_id FROM signup WHERE shift = NEW.number AND state = 'held');
END;
