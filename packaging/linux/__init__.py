"""The program for Linux: built in an old Debian, looked at, tried and packed."""
