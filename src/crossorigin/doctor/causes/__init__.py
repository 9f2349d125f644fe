"""The causes of a failure: symptoms, diagnoses, fixes."""
