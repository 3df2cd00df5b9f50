"""Words that patents share whatever they are about. Matching leaves them out; search keeps them."""

_GRAMMAR = """
的 了 及 及其 与 和 或 等 其 该 在 中 对 由 为 从 将 以 以及 之 上 下 内 外 于 用 可 能 所 被 把 有 无 一 一种 种 两 二 三 多
用于 基于 具有 带有 设有 包括 包含 所述 进行 通过 采用 利用 使用 根据 按照 实现 相关 其中 至少 以便 从而 提供 涉及 公开 属于
本 本发明 发明 实用新型 新型 新 型 式 改进 改进型 便于 方便 能够 可以 一个 多个 若干
"""  # noqa: E501
# What is claimed, not what it is about.
_CLAIMED = "方法 装置 系统 设备 结构 组件 机构 部件 应用 用途 工艺 产品 技术 技术领域 制备方法 加工方法 生产方法"

STOPWORDS = frozenset(f"{_GRAMMAR} {_CLAIMED}".split())
