"""The page that shows what the model rests on."""
