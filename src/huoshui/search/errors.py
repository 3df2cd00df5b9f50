"""What the index answers when it cannot answer."""

from huoshui.kernel.errors import Refusal

REMEDY = "请运行 huoshui search rebuild 重建检索索引"


class IndexUnavailable(Refusal):
    code, status = "index_unavailable", 503


class IndexMissing(IndexUnavailable):
    def __init__(self, name: str) -> None:
        super().__init__(f"检索索引尚未建立，{REMEDY}", index=name)


class IndexOutdated(IndexUnavailable):
    """Built by another segmentation or schema: its terms would not be those of the query."""

    def __init__(self, name: str) -> None:
        super().__init__(f"检索索引与当前程序版本不一致，{REMEDY}", index=name)


class IndexBroken(IndexUnavailable):
    """Its files are there and can't be read."""

    def __init__(self, name: str) -> None:
        super().__init__(f"检索索引已损坏，{REMEDY}", index=name)


class IndexBusy(IndexUnavailable):
    def __init__(self, name: str) -> None:
        super().__init__("检索索引正在更新，请稍后再试", index=name)
