"""
A module with its mutants: loaded beside each function, or one of them in its place.

In a process that has imported the module, a mutant becomes active when its code is given to the
function that was imported, wherever that is held by now.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from types import FunctionType, ModuleType

# The name of mutmut's decorator, which names the mutants of the function below it.
_DECORATOR: Final = "_mutmut_mutated"
_TRAMPOLINE: Final = "mutmut.mutation.trampoline"


@dataclass(frozen=True)
class Subject:
    """
    A module that is to be changed.

    Attributes:
        name: Its name, as it is imported.
        path: Its file.
        tests: The folder of the tests that should notice.
        log: The file in which the results are kept.
    """

    name: str
    path: Path
    tests: Path
    log: Path

    @property
    def own_tests(self) -> list[Path]:
        """Return the test files that have the name of the module."""
        return sorted(self.tests.glob(f"test_{self.path.stem}*.py"))


def install(subject: Subject, tree: ast.Module) -> Loader:
    """Let *tree* be what an import of *subject* finds."""
    loader = Loader(subject.name, str(subject.path.resolve()), tree)
    sys.meta_path.insert(0, _Finder(loader))
    return loader


class _Finder(MetaPathFinder):
    """A finder of one module."""

    def __init__(self, loader: Loader) -> None:
        """Find what *loader* loads."""
        self._loader = loader

    def find_spec(
        self,
        fullname: str,
        path: object = None,  # noqa: ARG002 - as it is called
        target: object = None,  # noqa: ARG002 - as it is called
    ) -> ModuleSpec | None:
        """Return the module, if *fullname* is its name."""
        if fullname != self._loader.name:
            return None
        return spec_from_file_location(fullname, self._loader.path, loader=self._loader)


class Loader(SourceFileLoader):
    """A loader of the module with mutmut's mutants beside each function."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        """Load *tree* instead of the file *path*."""
        super().__init__(name, path)
        kept = [node for node in tree.body if getattr(node, "module", None) != _TRAMPOLINE]
        self._tree = ast.Module(kept, tree.type_ignores)
        self._functions: list[tuple[Mapping[str, Any], FunctionType]] = []
        self.has_loaded = False

    def get_code(self, fullname: str) -> Any:  # noqa: ANN401, ARG002 - as it is called
        """Return the code of the module."""
        return compile(self._tree, self.path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        """Run the module, which has mutmut's names."""
        self.has_loaded = True
        vars(module).update({_DECORATOR: self._keep, "MutantDict": dict})
        super().exec_module(module)

    def _keep(
        self,
        mutants: Mapping[str, Any],
        is_classmethod: bool = False,  # noqa: ARG002, FBT001, FBT002 - as it is called
    ) -> Callable[[FunctionType], FunctionType]:
        """Return a decorator that keeps a function, and does not change it."""

        def keep(function: FunctionType) -> FunctionType:
            self._functions.append((mutants, function))
            return function

        return keep

    def activate(self, mutant: str) -> None:
        """Give the function of *mutant* the code of *mutant*, wherever it is held by now."""
        ((mutants, function),) = (each for each in self._functions if mutant in each[0])
        new = getattr(mutants[mutant], "__func__", mutants[mutant])
        function.__code__ = new.__code__
        function.__defaults__, function.__kwdefaults__ = new.__defaults__, new.__kwdefaults__


def with_mutant(tree: ast.Module, mutant: str) -> ast.Module:
    """Return the module with *mutant* in the place of its function, and no other mutant."""
    function = changed_functions(tree)[function_of(mutant)]
    new = next(node for node in _functions(tree) if node.name == mutant)
    function.args, function.body, function.decorator_list[-1:] = new.args, new.body, []
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for body in (tree.body, *(node.body for node in classes)):
        body[:] = [node for node in body if "__mutmut" not in _target_of(node)]
    for node in changed_functions(tree).values():
        del node.decorator_list[-1:]
    return tree


def _target_of(node: ast.stmt) -> str:
    """Return the name that *node* defines or assigns to."""
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return node.name
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            return ast.unparse(target)
        case _:
            return ""


def function_of(mutant: str) -> str:
    """Return mutmut's name of the function of which *mutant* is one."""
    return mutant.rpartition("__mutmut_")[0]


def changed_functions(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return each function that has mutants, by mutmut's name of it."""
    found: dict[str, ast.FunctionDef | ast.AsyncFunctionDef] = {}
    for node in _functions(tree):
        for call in node.decorator_list:
            if isinstance(call, ast.Call) and ast.unparse(call.func) == _DECORATOR:
                name = ast.unparse(call.args[0])
                found[name.removeprefix("mutants_").removesuffix("__mutmut")] = node
    return found


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function in *tree*."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
