"""操作台账: the sealed chain over the lines the kernel writes, and the pages that show them."""
