-- Where volunteers were told of a request, so that the post says nothing more once it is taken,
-- closed or erased.
ALTER TABLE help_request ADD COLUMN channel_id INTEGER;
ALTER TABLE help_request ADD COLUMN message_id INTEGER;
