"""Types of ``native.pyx``, which is C where it is compiled and absent where it is not."""

from typing import Any

from archtool.dom.tree import Tree

class NativeTree(Tree):
    def __init__(self, root: Any) -> None: ...

def differences(root: Any) -> list[str]: ...
def usable() -> bool: ...
