"""Files as offices make them: `make_NN.py` builds one, `NN.answers.jsonl` holds what a careful reader finds in it."""
