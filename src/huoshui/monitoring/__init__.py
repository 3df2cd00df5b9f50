"""指标与通报: where every institution of a territory or line stands, each figure opening the list it counts."""
