"""The window: pages over a Session; knows `app`, and `app` never knows it."""
