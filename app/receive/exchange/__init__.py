"""交流推广: the register of activities, and files kept with them and with visits."""
