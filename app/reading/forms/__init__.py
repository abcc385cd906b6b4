"""Application forms and licences → fields, from Word, PDF, or a scan read by OCR."""
