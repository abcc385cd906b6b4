"""The program for Windows: one folder to unpack, laid out on Linux or Windows, tried under Wine."""
