"""Words of scanned pages, by rapidocr on onnxruntime, from models in its wheel. Runs in a sandbox child."""
