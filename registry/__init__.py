"""The system of record: documents, cases, work, deadlines."""
