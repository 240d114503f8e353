# none.profile - nothing: every call is run as it came
