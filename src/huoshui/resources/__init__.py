"""转化资源库: what institutions offer, published as copies outside the tenant wall, and the public catalogue of it."""
