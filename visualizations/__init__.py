"""Pictures of answers: the network, the matrix, the annotated document."""
