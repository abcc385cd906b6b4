"""Words → official papers, as PDF by typst and as DOCX."""
