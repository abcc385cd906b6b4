"""The sample walked through the real window by mouse and keyboard: shows it, photographs it, tests it."""
