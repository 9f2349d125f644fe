"""Real servers, each with a mistake: the doctor's verdict, cause and fix are held to Chromium's."""
