"""A Discord on 127.0.0.1 for tests and benches: see `server.py`.

Nothing is imported here: `run_bot` is timed, and must bring in no more than a bot does.
"""
