"""`/oncall`: who is on call, said without names; volunteers' times; leads' gaps."""
