#!/usr/bin/env python3
"""Gradus' worker for Python: runs layers that people wrote and answers Gradus' requests.

One file, for Python 3.9 and later with numpy. It speaks the protocol of PROTOCOL.md over its standard input and
output; what the user's code prints goes to standard error. Nothing is started by hand: `gradus check --python FILE`
does it.
"""
import ast
import builtins
import copy
import functools
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import inspect
import itertools
import json
import os
import random
import re
import signal
import struct
import sys
import threading
import time
import traceback
import types
import warnings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("MKL_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")
sys.dont_write_bytecode = True

try:
    import numpy as np
except ImportError as failure:
    np = None
    NUMPY_FAILURE = str(failure)

PROTOCOL = 1
clock = time.perf_counter
MEMORY_LIMIT = 4 << 30
SEED = 20231


class WorkerError(Exception):
    """Why a subject cannot be run, in a sentence."""

    def __init__(self, kind, message, file=None, line=None, missing=False):
        super().__init__(message)
        self.kind, self.file, self.line, self.missing = kind, file, line, missing


# ---------------------------------------------------------------------------------------------- frames


class Channel:
    """Frames on the process' own standard input and output, which the user's code never sees."""

    def __init__(self):
        self.input = os.fdopen(os.dup(0), "rb", buffering=1 << 16)
        self.output = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)
        os.dup2(2, 1)
        sys.stdout = sys.stderr
        self.process = os.getpid()

    def read(self):
        prefix = self.input.read(16)
        if len(prefix) < 16:
            return None
        magic, header, body = struct.unpack("<4sIQ", prefix)
        if magic != b"GRD1":
            raise SystemExit("the request does not begin with GRD1")
        return json.loads(self.input.read(header).decode("utf-8")), self.input.read(body)

    def write(self, header, body=b""):
        if os.getpid() != self.process:
            os._exit(0)  # a fork of the user's code has come back here
        text = json.dumps(header).encode("utf-8")
        self.output.write(struct.pack("<4sIQ", b"GRD1", len(text), len(body)))
        self.output.write(text)
        self.output.write(body)
        self.output.flush()


def decode(value, numbers):
    """A value of a request: arrays are taken out of the body."""
    if isinstance(value, dict):
        if "$array" in value:
            own = value["$array"]
            count = int(np.prod(own["shape"], dtype=np.int64))
            flat = numbers[own["offset"]:own["offset"] + count]
            return flat.astype(own["type"]).reshape(own["shape"])
        if "$number" in value:
            return float(value["$number"])
        return {key: decode(inner, numbers) for key, inner in value.items()}
    if isinstance(value, list):
        return [decode(inner, numbers) for inner in value]
    return value


# ---------------------------------------------------------------------------------------------- missing modules


class Stub:
    """Stands for a module, or a part of one, that is not installed; complains when it is called."""

    loading = False

    def __init__(self, name):
        self.__dict__["_name"] = name

    def __getattr__(self, name):
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        return Stub(self._name + "." + name)

    def __setattr__(self, name, value):
        pass

    def __setitem__(self, key, value):
        pass

    def __getitem__(self, key):
        return Stub(self._name + "[...]")

    def __iter__(self):
        return iter(())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __mro_entries__(self, bases):
        return (StubBase,)

    def __call__(self, *arguments, **_):
        if Stub.loading:
            if len(arguments) == 1 and inspect.isroutine(arguments[0]) or len(arguments) == 1 and inspect.isclass(arguments[0]):
                return arguments[0]  # a decorator
            return Stub(self._name + "()")
        module = self._name.split(".")[0].split("(")[0]
        raise WorkerError("ModuleNotFoundError", "the module '%s' is not installed, and %s is called" % (module, self._name),
                          missing=True)


class StubBase:
    """A base class from a module that is not installed."""

    def __init__(self, *arguments, **named):
        pass


class StubModule(types.ModuleType):
    def __getattr__(self, name):
        if name == "__all__":
            return []
        if name.startswith("__"):
            raise AttributeError(name)
        return Stub(self.__name__ + "." + name)


class StubFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """The last finder: gives a stub for what nobody else finds, unless the importer is prepared for its absence."""

    trees = {}

    def find_spec(self, name, path=None, target=None):
        if not Stub.loading or self.is_guarded():
            return None
        return importlib.machinery.ModuleSpec(name, self, is_package=True)

    def create_module(self, spec):
        module = StubModule(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module):
        pass

    def is_guarded(self):
        frame = sys._getframe(2)
        while frame is not None and ("importlib" in frame.f_code.co_filename or frame.f_code.co_filename == __file__):
            frame = frame.f_back
        if frame is None:
            return True
        name, line = frame.f_code.co_filename, frame.f_lineno
        if not is_user_file(name):
            return True  # a library that looks whether another one is there
        for node in ast.walk(self.tree(name)):
            if isinstance(node, ast.Try) and node.body[0].lineno <= line <= max(
                    getattr(inner, "end_lineno", 0) or 0 for inner in node.body):
                return True
        return False

    def tree(self, name):
        if name not in self.trees:
            try:
                with open(name, "rb") as file:
                    self.trees[name] = ast.parse(file.read())
            except (OSError, SyntaxError):
                self.trees[name] = ast.Module(body=[], type_ignores=[])
        return self.trees[name]


def install_shims():
    """What Python 2 and older numpy had, and published files still use."""
    for name, value in {"xrange": range, "unicode": str, "basestring": str, "long": int, "raw_input": input}.items():
        if not hasattr(builtins, name):
            setattr(builtins, name, value)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, value in {"float": float, "int": int, "bool": bool, "object": object, "complex": complex, "str": str}.items():
            if not hasattr(np, name):
                setattr(np, name, value)
    names = {"xrange": range, "range": range, "basestring": str, "unicode": str, "long": int, "str": str, "int": int,
             "object": object, "raw_input": input, "reduce": functools.reduce, "map": map, "zip": zip, "filter": filter,
             "dict": dict, "list": list, "chr": chr, "bytes": bytes, "open": open, "round": round, "super": super}
    for parent, children in {"past": ["builtins", "utils"], "future": ["builtins", "utils"]}.items():
        try:
            importlib.import_module(parent + "." + children[0])
            continue
        except ImportError:
            pass
        module = types.ModuleType(parent)
        module.__path__ = []
        sys.modules[parent] = module
        for child in children:
            inner = types.ModuleType(parent + "." + child)
            inner.__dict__.update(names)
            inner.__dict__.update({"old_div": lambda a, b: a // b if isinstance(a, int) and isinstance(b, int) else a / b,
                                   "iteritems": lambda d: iter(d.items()), "itervalues": lambda d: iter(d.values()),
                                   "iterkeys": lambda d: iter(d.keys()), "__all__": [n for n in names if n in ("xrange", "basestring", "unicode", "long", "reduce", "raw_input")]})
            setattr(module, child, inner)
            sys.modules[parent + "." + child] = inner
    if importlib.util.find_spec("cPickle") is None:
        import pickle
        sys.modules["cPickle"] = pickle
    if importlib.util.find_spec("six") is None:
        six = types.ModuleType("six")
        six.__path__ = []
        moves = types.ModuleType("six.moves")
        moves.__dict__.update(names)
        six.moves, six.PY2, six.PY3 = moves, False, True
        six.iteritems = lambda d: iter(d.items())
        sys.modules["six"], sys.modules["six.moves"] = six, moves


# ---------------------------------------------------------------------------------------------- loading files


def working_folder():
    try:
        return os.getcwd()
    except OSError:
        return None


def move_to(folder):
    try:
        os.chdir(folder)
    except (OSError, TypeError):
        pass


START = working_folder() or "/"  # what the paths of requests are relative to, wherever a user's file has gone since


class Source:
    """The user's file, loaded with its package importable and nobody else's modules in the way."""

    current = None
    roots = []

    def __init__(self, file, extra):
        self.place = START
        self.file = os.path.realpath(os.path.join(START, file))
        if not os.path.isfile(self.file):
            raise WorkerError("unreadable", "%s: there is no such file" % file)
        folder = os.path.dirname(self.file)
        self.packages = []  # outermost first
        here = folder
        while os.path.isfile(os.path.join(here, "__init__.py")):
            self.packages.insert(0, here)
            here = os.path.dirname(here)
        self.path = [os.path.realpath(os.path.join(START, p)) for p in extra]
        if self.packages:
            # The package root comes before inner folders: one may hold a module of the package's name.
            self.path += [here] + self.packages
        else:
            self.path += [folder, os.path.dirname(folder)]
        # `from src.nn.linear import Linear`: the folder above src, where no __init__.py tells it.
        wanted = imported_modules(self.file)
        while os.path.dirname(here) != here:
            here = os.path.dirname(here)
            if here not in self.path and any(is_root(here, w, self.file) for w in wanted):
                self.path.insert(0, here)
        self.roots = [r for r in self.path if r not in ("/", "")] + [folder]
        self.modules = {}
        self.module = None

    def activate(self):
        """Makes this file's modules the ones that imports find."""
        if Source.current is self:
            return
        if Source.current is not None:
            Source.current.park()
        Source.current = self
        Source.roots = self.roots
        sys.path[:] = self.path + BASE_PATH
        sys.modules.update(self.modules)
        importlib.invalidate_caches()
        move_to(self.place)

    def park(self):
        self.modules, self.place = {}, working_folder()
        for name, module in list(sys.modules.items()):
            if name in BASE_MODULES:
                continue
            file = getattr(module, "__file__", None)
            locations = [file] if file else list(getattr(module, "__path__", None) or [])
            mine = isinstance(module, StubModule) or getattr(module, "_gradus_bare", False) or any(
                is_user_file(str(place)) for place in locations)
            if mine:
                self.modules[name] = sys.modules.pop(name)

    def load(self):
        self.activate()
        if self.module is not None:
            return self.module
        parsed(self.file)
        stem = os.path.splitext(os.path.basename(self.file))[0]
        Stub.loading = True
        arguments, sys.argv = sys.argv, [self.file]  # the script's own, not ours
        try:
            names = [os.path.basename(p) for p in self.packages]
            if names and all(n.isidentifier() for n in names + [stem]):
                self.module = self.load_in_package(names, stem)
            else:
                name = stem if stem.isidentifier() and stem not in BASE_MODULES else "gradus_user_file"
                self.module = self.execute(name, None)
        finally:
            Stub.loading = False
            sys.argv = arguments
        return self.module

    def load_in_package(self, names, stem):
        before = set(sys.modules)
        full = ".".join(names + [stem])
        try:
            # The package's own way first; what it prints is the user's business.
            return importlib.import_module(full)
        except BaseException as error:
            frames = traceback.extract_tb(error.__traceback__)
            if isinstance(error, KeyboardInterrupt) or frames and os.path.realpath(frames[-1].filename) == self.file and not isinstance(error, ImportError):
                raise
        # A package whose other files do not load: this file alone, in packages without code.
        for name in set(sys.modules) - before:
            if name not in BASE_MODULES and is_user_module(sys.modules[name]):
                del sys.modules[name]
        for depth in range(len(names)):
            name = ".".join(names[:depth + 1])
            package = types.ModuleType(name)
            package.__path__ = [self.packages[depth]]
            package._gradus_bare = True
            sys.modules[name] = package
            if depth:
                setattr(sys.modules[".".join(names[:depth])], names[depth], package)
        return self.execute(full, ".".join(names))

    def execute(self, name, package):
        spec = importlib.util.spec_from_file_location(name, self.file)
        module = importlib.util.module_from_spec(spec)
        if package:
            module.__package__ = package
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except (Exception, SystemExit) as error:
            if not self.define_rest(module, error):
                sys.modules.pop(name, None)
                raise
        except BaseException:
            sys.modules.pop(name, None)
            raise
        return module

    def define_rest(self, module, error):
        """A script whose own run fails, for want of its data say: what it defines is there to be checked all the same."""
        lines = [f.lineno for f in traceback.extract_tb(error.__traceback__)
                 if f.name == "<module>" and os.path.realpath(f.filename) == self.file]
        if not lines or isinstance(error, (ImportError, SyntaxError)):
            return False
        tree = parsed(self.file)
        kinds = (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)
        failed = [n for n in tree.body if n.lineno <= lines[0] <= (n.end_lineno or n.lineno)]
        if not failed or isinstance(failed[0], kinds) or not any(isinstance(n, (ast.FunctionDef, ast.ClassDef)) for n in tree.body):
            return False
        for node in tree.body:
            if isinstance(node, kinds) and node.lineno > lines[0]:
                try:
                    exec(compile(ast.Module(body=[node], type_ignores=[]), self.file, "exec"), module.__dict__)
                except Exception:
                    pass
        print("\n%s:%d: %s: %s; what is defined in the file is checked all the same" % (
            os.path.basename(self.file), lines[0], type(error).__name__, error), file=sys.stderr)
        return True

    def find(self, dotted):
        """A function or class by name, `Class.method` included."""
        found = self.load()
        for part in dotted.split("."):
            if not hasattr(found, part):
                names = [n for n, v in vars(found).items() if callable(v) and not n.startswith("_")]
                raise WorkerError("name", "there is no '%s' in %s%s" % (dotted, os.path.basename(self.file), near(part, names)))
            found = getattr(found, part)
        return found


def parsed(file):
    """A file's syntax tree; an error of it names the file, and Python 2 where it is that."""
    try:
        with open(file, "rb") as source:
            text = source.read()
    except OSError as error:
        raise WorkerError("unreadable", "%s: %s" % (file, error.strerror)) from None
    try:
        return ast.parse(text, file)
    except ValueError as error:
        raise WorkerError("SyntaxError", "%s: not a Python file: %s" % (short(file), error), file) from None
    except SyntaxError as error:
        if error.lineno is None:
            raise WorkerError("SyntaxError", "%s: not a Python file: %s" % (short(file), error.msg), file) from None
        if re.search(rb"^\s*print\s+[^(\s=]", text, re.M) or "print" in str(error.msg):
            error.msg = "this is Python 2 (a print statement): " + str(error.msg)
        raise


def imported_modules(file):
    """The dotted names of the modules that a file imports by their full names."""
    try:
        tree = parsed(file)
    except WorkerError:
        return []
    found = [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and not n.level]
    return found + [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]


def is_root(folder, module, file):
    """Whether a module is there under its full name, and its outermost package holds the file too."""
    path = os.path.join(folder, *module.split("."))
    return (os.path.isfile(path + ".py") or os.path.isdir(path)) and file.startswith(os.path.join(folder, module.split(".")[0]) + os.sep)


def near(name, names):
    import difflib
    close = difflib.get_close_matches(name, names, 1, 0.6)
    return "; did you mean '%s'?" % close[0] if close else "; it has " + (", ".join(sorted(names)[:12]) or "nothing to call")


def is_user_module(module):
    file = getattr(module, "__file__", None)
    return isinstance(module, StubModule) or bool(file and is_user_file(file))


def is_user_file(name):
    if not name or name.startswith("<") or name == __file__ or "site-packages" in name or "dist-packages" in name:
        return False
    real = os.path.realpath(name)
    if real.startswith(LIBRARY):
        return False
    roots = Source.roots + [os.path.realpath(p) for p in sys.path if p not in BASE_PATH]  # `sys.path.append("../../utils")`
    return any(real == root or real.startswith(root.rstrip("/") + "/") for root in roots)


LIBRARY = os.path.dirname(os.path.realpath(os.__file__)) + "/"


def error_reply(error):
    """An exception as a reply: type, message, and the line in the user's file where it came from."""
    if isinstance(error, WorkerError):
        file, line = error.file, error.line
        if file is None and error.missing:
            file, line, _ = user_frame(error)
        return {"reply": "error", "type": error.kind, "message": str(error), "file": file, "line": line,
                "missing": error.missing}
    if isinstance(error, SyntaxError) and error.filename:
        return {"reply": "error", "type": type(error).__name__, "file": error.filename, "line": error.lineno,
                "message": "%s:%s: %s: %s" % (short(error.filename), error.lineno, type(error).__name__, error.msg),
                "missing": False}
    file, line, where = user_frame(error)
    text = "%s: %s" % (type(error).__name__, str(error).strip() or "no message")
    if len(text) > 400:
        text = text[:400] + "..."
    if where:
        text = "%s:%s: %s%s" % (short(file), line, text, where)
    text += division_hint(error, file, line)
    missing = isinstance(error, ModuleNotFoundError)
    return {"reply": "error", "type": type(error).__name__, "message": text, "file": file, "line": line, "missing": missing}


def short(file):
    return os.path.basename(file)


def user_frame(error):
    frames = [f for f in traceback.extract_tb(error.__traceback__) if is_user_file(f.filename)]
    if not frames:
        return (Source.current.file if Source.current else None), None, ""
    last = frames[-1]
    path = " < ".join("%s line %s" % (f.name, f.lineno) for f in reversed(frames[-3:]))
    return last.filename, last.lineno, " (in %s: `%s`)" % (path, (last.line or "").strip()[:120])


def division_hint(error, file, line):
    """Names Python 2's division where a float has taken a whole number's place."""
    words = str(error)
    if not isinstance(error, (TypeError, IndexError)) or not file or not line:
        return ""
    if not ("cannot be interpreted as an integer" in words or "indices must be integers" in words
            or "only integers" in words or "integer argument expected" in words):
        return ""
    try:
        with open(file, "rb") as text:
            tree = ast.parse(text.read())
    except (OSError, SyntaxError):
        return ""
    inner = [n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.Lambda)) and n.lineno <= line <= n.end_lineno]
    scope = max(inner, key=lambda n: n.lineno) if inner else tree
    found = [n.lineno for n in ast.walk(scope) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Div) and n.lineno <= line]
    if not found:
        return ""
    return "; Python 2 division: `/` gives a float in Python 3, write `//` (line %d)" % max(found)


# ---------------------------------------------------------------------------------------------- randomness


def reseed(generators):
    """Puts every generator where it was: only where `reseed: true` asks for it."""
    random.seed(SEED)
    np.random.seed(SEED)
    for generator, state in generators:
        generator.bit_generator.state = copy.deepcopy(state)
    torch = sys.modules.get("torch")
    if torch is not None and hasattr(torch, "manual_seed"):
        torch.manual_seed(SEED)


def held_generators(*holders):
    found = []
    if "numpy.random" not in sys.modules:
        return found  # looking for it would import it, which takes long
    for holder in holders:
        for value in list(getattr(holder, "__dict__", {}).values()):
            if isinstance(value, np.random.Generator):
                found.append((value, copy.deepcopy(value.bit_generator.state)))
    return found


def seed_new_generators():
    original = np.random.default_rng
    np.random.default_rng = lambda seed=None: original(SEED if seed is None else seed)
    return original


# ---------------------------------------------------------------------------------------------- names


CACHES = {"cache", "caches", "ctx", "context", "mem", "memory", "stored", "saved", "tape", "cached", "cache_", "state"}
TRAINING = ("train_flg", "is_training", "training", "train", "is_train", "train_flag", "train_mode", "isTraining")


def stems(name):
    """What a gradient's name may be the gradient of: `dW`, `grad_W`, `W_grad`, `dL_dW`, … → `W`."""
    found = []
    for pattern in (r"^d_?(?:[lLjJeEcC]|loss|Loss|cost|Cost)_?_?d_?(.+)$", r"^grad(?:ient)?s?_(?:of_)?(.+)$", r"^(?:delta|del|nabla)_?(.+)$",
                    r"^d_(.+)$", r"^d(.+)$", r"^grad(.+)$", r"^g_(.+)$", r"^(.+?)_?(?:grad|gradient|grads|Grad)$",
                    r"^(.+)_d$", r"^g(.+)$"):
        match = re.match(pattern, name)
        if match:
            found.append(match.group(1))
    return found


def match_name(name, targets):
    """The target that a gradient's name belongs to, or None."""
    if not name:
        return None
    options = stems(name)
    for option in options:
        if option in targets:
            return option
    for option in options:
        close = [t for t in targets if t.lower().strip("_") == option.lower().strip("_")]
        if len(close) == 1:
            return close[0]
    if name in targets:
        return name
    return None


GRADIENT_WORD = r"d_?l_?d|d_?loss_?d|d_?cost_?d|d_?[cej]_?d|d|grads?|gradients?|nabla|partial|der|deriv|derivative"
GRADIENT_PARTS = re.compile(r"_*(?:(?P<before>%s)_?(?P<last>\w+?)|(?P<first>[a-z\d_]*?[a-z\d])_?(?P<after>%s))_*" % (GRADIENT_WORD, GRADIENT_WORD), re.IGNORECASE)


def likely_gradient(name, options, bare):
    """Of names that no rule knows the one that is likely the gradient of `name`: `dW` of `weights`, `nabla_b` of `bias`;
    where `bare`, a mere `grad` as well."""
    core = name.strip("_").lower()
    close = []
    for option in options:
        parts = GRADIENT_PARTS.fullmatch(option)
        rest = (parts.group("last") or parts.group("first")).strip("_").lower() if parts else None
        if bare and option.strip("_").lower() in ("grad", "grads", "gradient", "gradients"):
            close.append(option)
        elif parts and not UPSTREAM.fullmatch(option) and option not in INPUT_GRADIENTS and (
                rest == core[0] or core in option.lower() or rest.rstrip("s") == core.rstrip("s")):
            close.append(option)
    return close[0] if len(close) == 1 else None


LOSS_NAMES = [re.compile(p, re.IGNORECASE) for p in (r"loss|cost", r"total_(loss|cost)", r"data_(loss|cost)|j|l|e|error|value|obj\w*")]
GRADIENT_NAME = re.compile(r"d[A-Z_a-z]|grad")


def loss_key(names):
    """The name among several that a loss goes by, where others stand beside it: a loss before an error or a value."""
    names = [n for n in names if isinstance(n, str)]
    return next((n for p in LOSS_NAMES for n in names if p.fullmatch(n)), None) if len(names) > 1 else None


def function_tree(function):
    try:
        text = inspect.getsource(inspect.unwrap(function))
        lines = text.splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip())
        text = "\n".join(l[indent:] if l[:indent].strip() == "" else l for l in lines)
        tree = ast.parse(text).body[0]
        return tree if isinstance(tree, (ast.FunctionDef, ast.AsyncFunctionDef)) else None
    except (OSError, TypeError, SyntaxError, IndexError):
        return None


# `dx.reshape(shape)` is still dx; `x.dot(dout)` is no longer x.
KEEPS_NAME = {"reshape", "ravel", "flatten", "squeeze", "transpose", "view", "copy", "astype", "clip", "sum", "mean", "swapaxes",
              "detach", "numpy", "cpu", "item", "tolist", "asnumpy", "get", "todense", "toarray", "conj", "round", "append"}


def returned_names(function, count=None):
    """The names in a function's return statement, one an element; None for expressions."""
    tree = function_tree(function)
    if tree is None:
        return []
    best = []
    for node in walk_function(tree):
        if isinstance(node, ast.Return) and node.value is not None:
            elements = node.value.elts if isinstance(node.value, (ast.Tuple, ast.List)) else [node.value]
            names = []
            for element in elements:
                while isinstance(element, (ast.Subscript, ast.Call)):
                    if isinstance(element, ast.Subscript):
                        element = element.value
                    elif isinstance(element.func, ast.Attribute) and element.func.attr in KEEPS_NAME:
                        element = element.func.value
                    else:
                        break
                names.append(element.id if isinstance(element, ast.Name) else element.attr if isinstance(element, ast.Attribute) else None)
            if count is None or len(names) == count or not best:
                best = names
    return best


def walk_function(tree):
    stack = list(tree.body)
    while stack:
        node = stack.pop(0)
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            stack = list(ast.iter_child_nodes(node)) + stack


def parameters(function):
    try:
        return list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return None


class Stopwatch:
    """Seconds inside the code that is checked, since the request came."""

    seconds = 0.0

    @staticmethod
    def timed(function, *positional, **named):
        start = clock()
        try:
            return function(*positional, **named)
        finally:
            Stopwatch.seconds += clock() - start


class Call:
    """A function with how the inputs are handed to it."""

    def __init__(self, function, names, what):
        self.function = function
        found = parameters(function)
        self.positional, self.named, self.extra = [], {}, {}
        if found is None:
            self.positional = list(names)
            return
        plain = [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        star = any(p.kind == p.VAR_POSITIONAL for p in found)
        starred = any(p.kind == p.VAR_KEYWORD for p in found)
        own = {p.name for p in plain if p.kind != p.POSITIONAL_ONLY}
        lowered = {}
        for p in plain:
            lowered.setdefault(p.name.lower().strip("_"), p.name)
        taken = {}
        for name in names:
            if name in own:
                taken[name] = name
            elif lowered.get(name.lower().strip("_")) and lowered[name.lower().strip("_")] not in names:
                taken[name] = lowered[name.lower().strip("_")]
        if len(taken) == len(names) and len(set(taken.values())) == len(names) or starred and not star:
            self.named = {taken.get(name, name): name for name in names}
        elif star or len(names) <= len(plain):
            self.positional = list(names)
        else:
            unknown = [n for n in names if n not in taken]
            raise WorkerError("arguments", "%s has no argument '%s'; it takes (%s)" % (
                what, unknown[0], ", ".join(p.name for p in plain)))
        given = set(self.named) | {p.name for p in plain[:len(self.positional)]}
        for p in plain:
            if p.name in given:
                continue
            if p.name in TRAINING and (p.default is p.empty or p.default in (False, None)):
                self.extra[p.name] = True
            elif p.name == "mode" and p.default in ("test", "eval", "inference"):
                self.extra[p.name] = "train"
            elif p.default is p.empty:
                raise WorkerError("arguments", "%s needs the argument '%s', which the inputs do not give; it takes (%s)" % (
                    what, p.name, ", ".join(q.name for q in plain)))
        # Plain positions where they can be used: they are faster than names.
        order = [p.name for p in plain if p.kind != p.KEYWORD_ONLY]
        if self.named and not self.extra and order[:len(self.named)] and set(order[:len(self.named)]) == set(self.named):
            self.positional = [self.named[n] for n in order[:len(self.named)]]
            self.named = {}

    def bound(self, values):
        """The call with these values, which may change in place."""
        return functools.partial(self.function, *[values[n] for n in self.positional],
                                 **{k: values[n] for k, n in self.named.items()}, **self.extra)

    def __call__(self, values):
        return Stopwatch.timed(self.bound(values))


def as_float(value, what):
    """An array of Double of what was returned; None stays None."""
    if value is None:
        return None
    if hasattr(value, "detach") and hasattr(value, "numpy"):
        value = value.detach().cpu().numpy()
    try:
        array = np.asarray(value)
        if array.dtype == object:
            array = array.astype(np.float64)
        if array.dtype.kind not in "fiub":
            raise TypeError(str(array.dtype))
        return array
    except (TypeError, ValueError):
        raise WorkerError("type", "%s is not an array of real numbers but %s" % (what, type(value).__name__)) from None


def is_single(array):
    return isinstance(array, np.ndarray) and array.dtype in (np.float32, np.float16) or isinstance(array, (np.float32, np.float16))


def copied(value):
    """A copy of an input for one call."""
    return value.copy() if isinstance(value, np.ndarray) else copy.deepcopy(value) if isinstance(value, (dict, list)) else value


def same(a, b):
    return a is b or (np.shape(a) == np.shape(b) and np.array_equal(np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64), equal_nan=True))


def aligned(value):
    """A copy in Double, row by row, that begins where a line of the cache does: arithmetic is faster there."""
    value = np.asarray(value)
    room = np.empty(value.size + 8)
    start = -(room.ctypes.data // 8) % 8
    own = room[start:start + value.size].reshape(value.shape)
    own[...] = value
    return own


def finite(number):
    """The number, or None where JSON could not hold it."""
    return float(number) if np.isfinite(number) else None


NOT_WRITTEN = (NotImplementedError,)
# ---------------------------------------------------------------------------------------------- subjects


def is_outside(error):
    """Whether the code was handed a number outside of the domain of a function: a value that is not there, as a NaN."""
    return isinstance(error, (OverflowError, ZeroDivisionError)) or isinstance(error, ValueError) and re.match(
        "math (domain|range) error|expected a (positive|nonnegative|finite|number)", str(error)) is not None


def attempted(fast, *arguments):
    """Quick calls that may meet such a number: then the careful ones take over."""
    try:
        return fast(*arguments)
    except Exception as error:
        if is_outside(error):
            return False
        raise


class Subject:
    """What all kinds have in common: named arrays, outputs, claimed gradients, observations.

    A kind supplies `prepare`, which fills `names` (the arrays that a gradient is claimed for), `run` (a forward pass
    with the given inputs; returns the outputs and what backward needs) and `claim` (the gradients by name).
    """

    def __init__(self, source, settings, single):
        self.source, self.settings, self.single = source, settings, single
        self.inputs = dict(settings.get("inputs") or {})
        self.reseed = bool(settings.get("reseed"))
        self.observations = []
        self.still, self.rounding = [], None
        self.kind = None
        self.unit = False
        self.gradient_function = None
        self.names, self.roles, self.base, self.shapes = [], {}, {}, []
        self.generators = []
        self.single_inside = False
        self.nested = {}
        self.fast, self.is_slow = None, False
        self.wrt = settings.get("wrt")
        if isinstance(self.wrt, str):
            self.wrt = [part.strip() for part in self.wrt.split(",") if part.strip()]
        for name in self.wrt or []:
            if name in self.inputs:
                self.make_float(name)
        if self.reseed:
            seed_new_generators()

    def nested_names(self):
        """Arrays inside of mappings (`parameters["W1"]`) by their keys: a gradient may be named after one."""
        found = {}
        for name, value in self.inputs.items():
            if isinstance(value, dict):
                for key, inner in value.items():
                    if is_array(inner) and isinstance(key, str) and key not in self.inputs:
                        found[key] = (name, key)
        return found

    def make_float(self, name):
        if name in self.nested:
            return
        value = self.inputs[name]
        if not isinstance(value, (dict, str)) and value is not None:
            self.inputs[name] = np.array(value, dtype=np.float32 if self.single else np.float64)

    def float_inputs(self):
        return [n for n, v in self.inputs.items() if isinstance(v, np.ndarray) and v.dtype.kind == "f"]

    def candidates(self, count=1):
        """The arguments that gradients may belong to: not the labels, where fewer come back than there are arguments."""
        if self.wrt:
            return self.wrt
        found = self.float_inputs()
        rest = [n for n in found if not LABEL.fullmatch(n)]
        return rest if len(rest) >= count and len(found) > count else found

    def best_fit(self, candidates, gradient, value):
        """The argument that one gradient without a name belongs to, found by trying: of those of its shape the one
        along which `value` changes like it, be it with a wrong sign or factor; the first where that does not tell."""
        shape = np.shape(gradient)
        fitting = [c for c in candidates if np.shape(self.inputs[c]) == shape]
        if gradient is None or len(fitting) < 2:
            return (fitting or candidates)[0]
        claimed = np.asarray(gradient, dtype=np.float64).ravel()
        places = np.unique(np.linspace(0, claimed.size - 1, min(claimed.size, 24)).astype(int))
        likeness = []
        for name in fitting:
            slopes = []
            for place in places:
                ends = []
                for side in (1, -1):
                    values = self.fresh({})
                    moved = np.array(values[name], dtype=np.float64)
                    step = (1e-2 if self.single else 1e-5) * max(abs(moved.flat[place]), 1e-2)
                    moved.flat[place] += side * step
                    values[name] = moved.astype(np.float32) if self.single else moved
                    ends.append(value(values))
                slopes.append((ends[0] - ends[1]) / (2 * step))
            slopes = np.array(slopes)
            size = np.sqrt(slopes.dot(slopes) * claimed[places].dot(claimed[places]))
            likeness.append(abs(slopes.dot(claimed[places])) / size if np.isfinite(size) and size > 0 else 0.0)
        best = int(np.argmax(likeness))
        is_exact = likeness[best] > 1 - 1e-6 > likeness[0]
        return fitting[best] if is_exact or likeness[best] > likeness[0] + 0.05 else fitting[0]

    def assign(self, gradients, matched, candidates):
        """The argument of each gradient: by name, else the next one of its shape; a number's is a number."""
        order, used = [], set()
        for name, gradient in zip(matched, gradients):
            take = name if name is not None and name not in used and not isinstance(self.inputs.get(name), (dict, str)) else None
            order.append(take)
            used.add(take)
        numbers = [n for n, v in self.inputs.items() if isinstance(v, (int, float)) and not isinstance(v, bool) and n in NUMBERS_LEARNT]
        for index, name in enumerate(order):
            if name is not None or gradients[index] is None:
                continue
            free = [c for c in candidates if c not in used]
            fitting = [c for c in free if np.shape(self.inputs[c]) == np.shape(gradients[index])]
            if fitting:
                pick = fitting[0]
            else:
                pick = free[0] if free and len(gradients) <= len(candidates) else None
            if not fitting and np.size(gradients[index]) == 1 and self.wrt is None:
                pick = next((n for n in numbers if n not in used), pick)
            order[index] = pick
            used.add(pick)
        return order

    def before_call(self):
        if self.reseed:
            reseed(self.generators)

    def observe(self, code, array, message, defect=None):
        found = {"code": code, "array": array, "message": message}
        if defect is not None:
            found["defect"] = defect
        if found not in self.observations:
            self.observations.append(found)

    # -- what kinds override

    def prepare(self):
        raise NotImplementedError

    def outputs(self, values):
        """The outputs at input values (which the call may spoil)."""
        raise NotImplementedError

    def claim(self, values, upstream):
        """The claimed gradients by name, with observations."""
        raise NotImplementedError

    # -- what the protocol asks for

    def open(self):
        self.prepare()
        for name in self.names:
            if name not in self.base:
                outer, key = self.nested.get(name, (None, None))
                self.base[name] = np.array(self.inputs[name] if outer is None else self.inputs[outer][key], dtype=np.float64)
                if outer is not None:
                    self.roles[name] = "parameter"
        outputs = self.outputs(self.fresh({}))
        self.shapes = [np.shape(o) for o in outputs]
        if self.shapes and not any(np.size(o) for o in outputs):
            raise WorkerError("shape", "the output has no elements, its shape is %s: nothing can be checked" % list(self.shapes[0]))
        if any(is_single(o) for o in outputs):
            self.single_inside = True
        if all(s == () for s in self.shapes):
            self.kind = self.kind or "loss"
            self.unit = True
        self.at = None
        return outputs

    def fresh(self, point):
        """Copies of all inputs, with the arrays of a point in place."""
        values = {name: copied(value) for name, value in self.inputs.items() if name not in point}
        for name, value in point.items():
            value = value.astype(np.float32) if self.single else value.copy()
            if name in self.nested:
                outer, key = self.nested[name]
                values[outer][key] = value
            else:
                values[name] = value
        return values

    def points(self, numbers, count):
        shapes = [self.base[n].shape for n in self.names]
        sizes = [int(np.prod(s, dtype=np.int64)) for s in shapes]
        place = 0
        for _ in range(count):
            point = {}
            for name, shape, size in zip(self.names, shapes, sizes):
                point[name] = numbers[place:place + size].reshape(shape)
                place += size
            yield point

    def checked(self, outputs):
        if [np.shape(o) for o in outputs] != self.shapes:
            raise WorkerError("shape", "the outputs have shapes %s, at the first call they had %s" % (
                [list(np.shape(o)) for o in outputs], [list(s) for s in self.shapes]))
        return outputs

    def split(self, upstream):
        parts, place = [], 0
        for shape in self.shapes:
            size = int(np.prod(shape, dtype=np.int64))
            parts.append(upstream[place:place + size].reshape(shape))
            place += size
        return parts

    def values(self, numbers, count, upstream):
        parts = self.split(upstream)
        result = np.empty(count)
        fast = self.quick_calls()
        if fast is not None and attempted(fast.values, self.points(numbers, count), parts[0], result):
            return result
        for index, point in enumerate(self.points(numbers, count)):
            result[index] = self.value(point, parts)
        return result

    def value(self, point, parts):
        try:
            outputs = self.checked(self.outputs(self.fresh(point)))
        except Exception as error:
            if is_outside(error):
                return float("nan")
            raise
        return sum(float(np.sum(np.asarray(o, dtype=np.float64) * v)) for o, v in zip(outputs, parts))

    def lines(self, arrays, numbers, places, steps, upstream):
        """The value at points of lines, each in one array: start + t direction, the other arrays as they are."""
        parts, lines, place = self.split(upstream), [], 0
        for array in arrays:
            base = self.base[self.names[array]]
            start, direction = numbers[place:place + base.size], numbers[place + base.size:place + 2 * base.size]
            lines.append((self.names[array], start.reshape(base.shape), direction.reshape(base.shape)))
            place += 2 * base.size
        result = np.empty(len(steps))
        steps = list(zip([lines[place] for place in places.tolist()], steps.tolist()))
        fast = self.quick_calls()
        if fast is not None and attempted(fast.lines, steps, parts[0], result):
            return result
        for index, ((name, start, direction), t) in enumerate(steps):
            result[index] = self.value(dict(self.base, **{name: np.asarray(start + t * direction)}), parts)
        return result

    def quick_calls(self):
        """Calls that change arrays in place, unless the user's code changes them too; given back when all went well."""
        fast, self.fast = self.fast, None
        if fast is None and not self.is_slow:
            fast = Quick.of(self)
            self.is_slow = fast is None
        return fast

    def responses(self, arrays, elements, values, upstream):
        """f(one element replaced) - f(point), output by output: fewer digits are lost than between two sums."""
        parts = [p.ravel() for p in self.split(upstream)]
        fast = self.quick_calls()
        # In C order, whatever the outputs are in: their flat views below must be views.
        base = [aligned(o) for o in ([fast.output()] if fast is not None else self.checked(self.outputs(self.fresh(self.base))))]
        self.rounding = finite(sum(np.abs(b.ravel()).dot(np.abs(v)) for b, v in zip(base, parts)) * np.finfo(
            np.float32 if self.single or self.single_inside else np.float64).eps)
        result, moved = np.empty(len(values)), np.ones(len(values), dtype=bool)
        steps = arrays.tolist(), elements.tolist(), values.tolist()
        if self.nested:
            spoilt = True
        elif fast is not None:
            spoilt = not attempted(fast.responses, steps, base[0], parts[0], result, moved)
        else:
            spoilt = not self.each_response(steps, base, parts, result, moved)
        if spoilt:
            self.still = []
            return self.careful_responses(arrays, elements, values, parts, base)
        self.still = [] if self.rounding is None else np.flatnonzero(~moved).tolist()
        return result

    def each_response(self, steps, base, parts, result, moved):
        """Responses of any number of outputs; whether the inputs are what they were."""
        working = self.fresh(self.base)
        flats = [working[n].reshape(-1) for n in self.names]
        mutable = [n for n, v in self.inputs.items() if isinstance(v, (dict, list))]
        rest = [np.empty(b.shape) for b in base]
        flat_rest = [r.reshape(-1) for r in rest]
        for index, (array, element, value) in enumerate(zip(*steps)):
            flat = flats[array]
            before = flat[element]
            flat[element] = value
            for name in mutable:
                working[name] = copy.deepcopy(self.inputs[name])
            total = 0.0
            try:
                found = self.checked(self.outputs(working))
            except Exception as error:
                if not is_outside(error):
                    raise
                result[index], moved[index], flat[element] = float("nan"), True, before
                continue
            for o, b, r, f, v in zip(found, base, rest, flat_rest, parts):
                np.subtract(o, b, out=r)
                total += f.dot(v)
            result[index] = total
            moved[index] = total != 0 or any(f.any() for f in flat_rest)
            flat[element] = before
        return self.is_whole(working)

    def is_whole(self, working, point=None):
        """Whether arrays that were changed in place hold again what they should: the user's code left them alone."""
        point = self.base if point is None else point
        return all(same(working[n], point[n] if not self.single else point[n].astype(np.float32)) for n in self.names) and all(
            same(working[n], v) for n, v in self.inputs.items() if isinstance(v, np.ndarray) and n not in self.names)

    def quick(self, working):
        """A call for arrays that are changed in place, without what `outputs` takes care of each time, and whether
        its result is a tuple with the output first; None where there is none. Most of a check's time passes in it."""
        return None

    def careful_responses(self, arrays, elements, values, parts, base):
        """The same with fresh copies for every call: for code that changes what it is given."""
        result = np.empty(len(values))
        for index, (array, element, value) in enumerate(zip(arrays.tolist(), elements.tolist(), values.tolist())):
            name = self.names[array]
            point = dict(self.base)
            moved = point[name].copy()
            moved.reshape(-1)[element] = value
            point[name] = moved
            try:
                found = self.checked(self.outputs(self.fresh(point)))
            except Exception as error:
                if not is_outside(error):
                    raise
                result[index] = float("nan")
                continue
            result[index] = sum(
                float((np.asarray(o, dtype=np.float64) - b).ravel().dot(v)) for o, b, v in zip(found, base, parts))
        return result

    def gradient(self, numbers, upstream):
        point = next(self.points(numbers, 1))
        parts = self.split(upstream)
        claimed = self.claim(point, parts)
        return [claimed.get(n) for n in self.names]

    def location(self):
        function = self.gradient_function
        try:
            function = inspect.unwrap(function)
            return inspect.getsourcefile(function), inspect.getsourcelines(function)[1]
        except (TypeError, OSError):
            return self.source.file if self.source else None, None

    def sizes(self):
        """What a gradient may have been divided by, or not: samples, and places of an image or a sequence."""
        found = []
        inputs = [v for n, v in self.inputs.items() if isinstance(v, np.ndarray) and v.ndim and self.roles.get(n) != "parameter"]
        labels = [v for v in inputs if v.ndim == 1 and v.dtype.kind in "iu"]
        given = [self.inputs[n] for n in self.inputs if n not in self.names and isinstance(self.inputs[n], np.ndarray) and self.inputs[n].ndim]
        data = [self.base[n] for n in self.names if self.roles.get(n) != "parameter" and self.base[n].ndim]
        first = (labels or given or data)[:1]
        for value in first:
            found.append(("batch", value.shape[0]))
        for shape in [v.shape for v in given[:1] + data[:1]] + self.shapes[:1]:
            if len(shape) > 2:
                found.append(("positions", int(np.prod(shape[2:]))))
                found.append(("batch and positions", shape[0] * int(np.prod(shape[2:]))))
        for value in given[:1]:
            if value.ndim == 2:
                found.append(("second axis", value.shape[1]))
        for value in data[:1]:
            output = self.shapes[0] if self.shapes else ()
            if value.ndim == len(output) == 2 and value.shape[1] == output[1] and value.shape[0] != output[0]:
                found.append(("second axis", value.shape[1]))  # samples in columns
            if value.ndim == 3:
                found.append(("batch and second axis", value.shape[0] * value.shape[1]))
        if self.shapes and self.shapes[0]:
            found.append(("output", int(np.prod(self.shapes[0]))))
        return [{"name": n, "size": int(size)} for n, size in dict.fromkeys(found) if size > 1]

    def regularization(self):
        """The strength of the regularisation, where an input is called so."""
        return next((float(self.inputs[n]) for n in ("reg", "lam", "lambda_", "regularization", "l2", "weight_decay", "lmbda")
                     if isinstance(self.inputs.get(n), (int, float))), None)

    def spoiled(self, before, after, what):
        for name, value in before.items():
            if isinstance(value, np.ndarray) and name in after and isinstance(after[name], np.ndarray) and not same(value, after[name]):
                self.observe("mutated-input", name if name in self.names else None,
                             "%s changes the array '%s' that it is given" % (what, name), True)

    # -- explanations

    def explain(self, index, upstream, budget):
        """Gradients that known mistakes give, from the outputs' derivatives by each element of an array."""
        name = self.names[index]
        size = self.base[name].size
        parts = np.concatenate([p.ravel() for p in self.split(upstream)]) if self.shapes else np.empty(0)
        if size == 0 or size * parts.size > 4_000_000:
            return []
        # Not the clock alone: a busy machine must not change a diagnosis, as long as the time limit is not near.
        start, latest = time.process_time(), clock() + 2 * budget
        jacobian = np.empty((size, parts.size))
        point = {n: v.copy() for n, v in self.base.items()}
        flat = point[name].reshape(-1)
        largest = float(np.max(np.abs(flat))) or 1.0
        for element in range(size):
            before = flat[element]
            step = (2e-3 if self.single or self.single_inside else 1e-5) * max(abs(before), 0.1 * largest)
            sides = []
            for moved in (before + step, before - step):
                flat[element] = moved
                found = self.checked(self.outputs(self.fresh(point)))
                sides.append(np.concatenate([np.asarray(o, dtype=np.float64).ravel() for o in found]))
            flat[element] = before
            jacobian[element] = (sides[0] - sides[1]) / (2 * step)
            if time.process_time() - start > budget or clock() > latest:
                return []
        spent = max(time.process_time() - start, 1e-9)
        return Explanations(self, name, jacobian, parts, max(0, int((budget - spent) / spent))).candidates()


class Quick:
    """Many calls of one function whose one output is an array, with arrays that are changed in place.

    A small layer takes a few microseconds, so what is done beside each call is kept to little: no copies, and no names
    looked up. The arrays stay for the next request; after each one they must hold again what the subject's point does.
    """

    room = np.empty(0) if np is not None else None  # for the differences of whoever is asked

    def __init__(self, subject, call, is_tuple, working):
        self.subject, self.call, self.is_tuple, self.working = subject, call, is_tuple, working
        self.shape = subject.shapes[0]
        self.flats = [memoryview(working[n].reshape(-1)) for n in subject.names]
        # Products with the upstream gradient are taken for several calls together, as many as a megabyte holds.
        size = int(np.prod(self.shape, dtype=np.int64))
        count = max(1, min(64, 131072 // max(1, size)))
        if Quick.room.size < count * size:
            Quick.room = aligned(np.empty(count * size))
        self.differences = Quick.room[:count * size].reshape(count, size)
        self.rows = [row.reshape(self.shape) for row in self.differences]
        self.bytes = {n: v.tobytes() for n, v in working.items() if isinstance(v, np.ndarray)}

    @staticmethod
    def of(subject):
        plain = not any(isinstance(v, (dict, list)) for v in subject.inputs.values())
        if not plain or subject.reseed or len(subject.shapes) != 1:
            return None
        working = subject.fresh(subject.base)
        found = subject.quick(working)
        return None if found is None else Quick(subject, found[0], found[1], working)

    def checked(self, found):
        return self.subject.checked([as_float(found, "the output")])[0]

    def restore(self):
        """Puts the subject's own point back; whether the arrays that were not moved are what they were."""
        for name in self.subject.names:
            self.working[name][...] = self.subject.base[name]
        return self.is_whole()

    def is_whole(self):
        """Whether the user's code has left alone what it was given; if not, it is called with copies from now on."""
        whole = all(self.working[n].tobytes() == own for n, own in self.bytes.items())
        self.subject.fast, self.subject.is_slow = self if whole else None, not whole
        return whole

    def values(self, points, upstream, result):
        """The value at each point; whether the inputs that no point sets are what they were."""
        value, rest, point = self.value, np.empty(self.shape), None
        for index, point in enumerate(points):
            for name, numbers in point.items():
                self.working[name][...] = numbers
            result[index] = value(upstream, rest)
        untouched = point is None or self.subject.is_whole(self.working, point)
        return self.restore() and untouched

    def lines(self, steps, upstream, result):
        """The value at points of lines; whether the inputs are what they were."""
        value, rest, previous, target = self.value, np.empty(self.shape), None, None
        for index, ((name, start, direction), t) in enumerate(steps):
            if name != previous:
                if previous is not None:
                    self.working[previous][...] = self.subject.base[previous]
                previous, target = name, self.working[name]
                in_place = target.dtype == np.float64
                point = target if in_place else np.empty(np.shape(start))
            np.add(np.multiply(direction, t, out=point), start, out=point)
            if not in_place:
                target[...] = point  # rounded once
            result[index] = value(upstream, rest)
        untouched = previous is None or same(target, (start + t * direction).astype(target.dtype))
        return self.restore() and untouched

    def output(self):
        start = clock()
        found = self.call()
        Stopwatch.seconds += clock() - start
        if self.is_tuple:
            found = found[0]
        return found if type(found) is np.ndarray and found.shape == self.shape else self.checked(found)

    def value(self, upstream, rest):
        return np.add.reduce(np.multiply(self.output(), upstream, out=rest), axis=None)

    def responses(self, steps, base, upstream, result, moved):
        """What each replacement of an element adds; whether the inputs are what they were."""
        call, is_tuple, shape, subtract, plain, own = self.call, self.is_tuple, self.shape, np.subtract, np.ndarray, 0.0
        differences, rows, upstream = self.differences, self.rows, aligned(upstream).reshape(-1)
        arrays, elements, values = steps
        count, last, first = len(values), rows[-1], 0
        flats = [self.flats[array] for array in arrays]
        for end, row, array, element, value in zip(range(1, count + 1), itertools.cycle(rows), flats, elements, values):
            before = array[element]
            array[element] = value
            start = clock()
            found = call()
            own += clock() - start
            if is_tuple:
                found = found[0]
            if type(found) is not plain or found.shape != shape:
                found = self.checked(found)
            subtract(found, base, row)
            array[element] = before  # not earlier: the output may be a view of the input
            found = None  # the next call may have its memory
            if row is last or end == count:
                products(differences[:end - first], upstream, result[first:end])
                if 0.0 in result[first:end].tolist():
                    moved[first:end] = (result[first:end] != 0) | differences[:end - first].any(axis=1)
                first = end
        Stopwatch.seconds += own
        return self.is_whole()


def products_row_by_row(rows, vector, out):
    for place, row in enumerate(rows):
        out[place] = row.dot(vector)


# Each row's product with a vector: the same bits whatever stands beside it, as a matrix' product does not promise, so
# that results do not depend on how elements are put together. `vecdot` is there from numpy 2 on.
products = getattr(np, "vecdot", products_row_by_row)


class Explanations:
    def __init__(self, subject, name, jacobian, upstream, room):
        self.subject, self.name, self.jacobian, self.upstream = subject, name, jacobian, upstream
        self.room = room  # how many times the calls of the Jacobian may be made again
        self.share = jacobian * upstream
        self.shape = subject.base[name].shape
        peak = np.max(np.abs(self.share)) if self.share.size else 0.0
        self.moves = np.abs(self.share) > 1e-7 * peak
        self.found = []

    def add(self, code, name, values):
        values = np.asarray(values, dtype=np.float64).ravel()
        if values.size == self.jacobian.shape[0] and np.all(np.isfinite(values)):
            self.found.append((code, name, values))

    def candidates(self):
        whole, size = self.share.sum(axis=1), self.jacobian.shape[0]
        outputs = self.subject.shapes
        axis_shape = outputs[0] if len(outputs) == 1 else None
        rows = np.arange(size)
        if axis_shape is not None and self.share.shape[1]:
            if axis_shape == self.shape and size > 1:
                diagonal = self.jacobian[rows, rows]
                own = diagonal * self.upstream
                off = np.abs(self.share).sum(axis=1) - np.abs(self.share[rows, rows])
                if np.all(off <= 1e-7 * np.max(np.abs(self.share))):
                    self.add("factor", "the derivative of the layer at its own input", diagonal)
                else:
                    self.add("diagonal-only", "only the diagonal of the Jacobian is used", own)
                    self.add("missing-factor", "the upstream gradient is passed on as it is, without the Jacobian", self.upstream)
                    self.softmax(whole)
            if axis_shape:
                cube = self.share.reshape((size,) + axis_shape)
                for place, word in ((-1, "the last"), (0, "the first")):
                    if axis_shape[0] > 1 and self.subject.roles.get(self.name) != "sample":
                        shared = np.count_nonzero(self.moves.reshape((size,) + axis_shape).reshape(size, axis_shape[0], -1).any(axis=2), axis=1)
                        if np.any(shared > 1):
                            self.add("missing-sum", "only %s sample counts, not the sum over the batch" % word,
                                     cube[:, place].reshape(size, -1).sum(axis=1))
                    if len(axis_shape) > 3:
                        corner = cube.reshape((size,) + axis_shape[:2] + (-1,))[..., place]
                        self.add("overwritten", "only %s window counts: assigned where it should be added" % word,
                                 corner.reshape(size, -1).sum(axis=1))
                    for axis in range(1, len(axis_shape)):
                        if axis_shape[axis] > 1:
                            self.add("overwritten", "only %s place along axis %d of the output counts: assigned where it should be added" % (word, axis),
                                     np.take(cube, place, axis=axis + 1).reshape(size, -1).sum(axis=1))
        if axis_shape is not None and len(axis_shape) > 2 and self.share.shape[1]:
            self.windows(axis_shape, size)
        if np.any(self.moves.sum(axis=1) > 1):
            for order, word in ((-1, "last"), (1, "first")):
                moves = self.moves[:, ::order]
                share = self.share[:, ::order]
                place = np.argmax(moves, axis=1)
                self.add("overwritten", "where several outputs use one element only the %s counts: assigned where it should be added" % word,
                         np.where(moves.any(axis=1), share[rows, place], 0.0))
            self.single_contributions(whole)
        if not self.subject.unit:
            slopes = np.abs(self.jacobian[self.moves])
            if slopes.size and np.ptp(slopes) > 1e-6 * slopes.max() and np.any(self.moves.sum(axis=1) > 1):
                self.add("missing-factor", "the upstream gradient is summed up without what the element is multiplied by",
                         np.where(self.moves, self.upstream, 0.0).sum(axis=1))
            self.add("upstream-ignored", "the upstream gradient is taken to be 1", self.jacobian.sum(axis=1))
        if axis_shape is not None and len(axis_shape) == 2 and axis_shape[0] == axis_shape[1] > 1:
            self.add("transpose", "it would be right if the upstream gradient were transposed",
                     self.jacobian.dot(self.upstream.reshape(axis_shape).T.ravel()))
        self.data_term(whole)
        self.factors()
        self.transposed_inputs()
        return self.found

    def softmax(self, whole):
        """The gradient of a softmax along one axis, with the sum along it left out or taken along another one."""
        y = np.asarray(self.subject.outputs(self.subject.fresh(self.subject.base))[0], dtype=np.float64)
        product = y * self.upstream.reshape(self.shape)
        axes = list(range(len(self.shape)))
        right = [axis for axis in axes if np.allclose((product - y * product.sum(axis=axis, keepdims=True)).ravel(), whole,
                                                      rtol=1e-5, atol=1e-6 * np.max(np.abs(whole)))]
        if len(right) != 1:
            return
        self.add("diagonal-only", "the output times the upstream gradient; what the other outputs give is not subtracted", product)
        for axis in [axis for axis in axes if axis != right[0]] + [None]:
            self.add("missing-sum", "the sum is taken over %s, not over axis %d" % ("all elements" if axis is None else "axis %d" % axis, right[0]),
                     product - y * product.sum(axis=axis, keepdims=True))

    def transposed_inputs(self):
        """What the gradient would be if another square matrix were transposed: `dout.dot(w)` for `dout.dot(w.T)`."""
        subject = self.subject
        squares = [n for n in subject.names if n != self.name and subject.base[n].ndim == 2 and 1 < subject.base[n].shape[0] == subject.base[n].shape[1]]
        for other in squares[:self.room]:
            try:
                self.add("transpose", "it would be right if %s were transposed" % other,
                         self.slopes(dict(subject.base, **{other: subject.base[other].T.copy()})))
            except Exception:  # the layer may refuse such a matrix
                continue

    def slopes(self, point):
        """The gradient by central differences, at another point."""
        subject, parts, own = self.subject, self.subject.split(self.upstream), point[self.name].copy()
        point, flat = dict(point, **{self.name: own}), own.reshape(-1)
        least = 0.1 * float(np.max(np.abs(flat))) or 1.0
        found = np.empty(flat.size)
        for element in range(flat.size):
            before = flat[element]
            step = (2e-3 if subject.single or subject.single_inside else 1e-5) * max(abs(before), least)
            flat[element] = before + step
            above = subject.value(point, parts)
            flat[element] = before - step
            found[element] = (above - subject.value(point, parts)) / (2 * step)
            flat[element] = before
        return found

    def data_term(self, whole):
        """A regularised loss: the mean is forgotten, or taken twice, in the term of the data alone."""
        subject = self.subject
        strength = subject.regularization()
        if not strength:
            return
        own = subject.base[self.name].ravel()
        for size in dict.fromkeys(found["size"] for found in subject.sizes() if found["name"] == "batch"):
            for coefficient in (strength, 2 * strength):
                data, rest = whole - coefficient * own, coefficient * own
                self.add("missing-mean", "the term of the data is not divided by the number of samples, %d" % size, size * data + rest)
                self.add("extra-mean", "the term of the data is divided by the number of samples, %d, twice" % size, data / size + rest)

    def windows(self, shape, size):
        """Where windows overlap only the last, or the first, counts, with all that its channels add."""
        for axis, word in ((1, ""), (len(shape) - 1, ", channels last")):
            share = np.moveaxis(self.share.reshape((size,) + shape), axis + 1, -1).reshape(size, -1, shape[axis])
            moves = np.moveaxis(self.moves.reshape((size,) + shape), axis + 1, -1).reshape(size, -1, shape[axis]).any(axis=2)
            if not np.any(moves.sum(axis=1) > 1):
                continue
            sums = share.sum(axis=2)
            for order, which in ((-1, "last"), (1, "first")):
                place = np.argmax(moves[:, ::order], axis=1)
                self.add("overwritten", "where several windows or steps use one element only the %s counts: assigned where it should be added%s" % (which, word),
                         np.where(moves.any(axis=1), sums[:, ::order][np.arange(size), place], 0.0))

    def single_contributions(self, whole):
        """Every claim is one output's contribution, or nothing: windows that were assigned, not added."""
        subject = self.subject
        claimed = subject.claim({n: v.copy() for n, v in subject.base.items()}, subject.split(self.upstream)).get(self.name)
        if claimed is None or np.shape(claimed) != self.shape:
            return
        claimed = np.asarray(claimed, dtype=np.float64).ravel()
        slack = 1e-6 * np.max(np.abs(self.share))
        wrong = np.abs(claimed - whole) > slack
        several = self.moves.sum(axis=1) > 1
        nearest = self.share[np.arange(claimed.size), np.argmin(np.abs(self.share - claimed[:, None]), axis=1)]
        chosen = np.where(wrong, np.where(np.abs(claimed) <= slack, 0.0, nearest), whole)
        if np.any(wrong & several & (np.abs(claimed) > slack)) and np.all(np.abs(chosen - claimed) <= slack):
            self.add("overwritten", "where several outputs use one element only one counts: assigned where it should be added", chosen)

    def factors(self):
        subject = self.subject
        for other in list(subject.base) + [n for n, v in subject.inputs.items() if isinstance(v, np.ndarray) and n not in subject.base]:
            if other == self.name:
                continue
            value = np.asarray(subject.base.get(other, subject.inputs.get(other)), dtype=np.float64)
            try:
                wide = np.broadcast_to(value, self.shape)
            except ValueError:
                continue
            if value.size > 1 and np.all(wide != 0):
                self.add("factor", other, wide)
                self.add("factor", "1/" + other, 1 / wide)
        outputs = subject.outputs(subject.fresh(subject.base))
        if len(outputs) == 1 and np.shape(outputs[0]) == self.shape and self.shape:
            y = np.asarray(outputs[0], dtype=np.float64)
            for label, q in (("the output y", y), ("1 - y", 1 - y), ("1 + y", 1 + y), ("y(1 - y)", y * (1 - y)), ("1 - y²", 1 - y * y)):
                if np.all(q != 0):
                    self.add("factor", label, q)
            self.misplaced_formula(y)

    def misplaced_formula(self, y):
        """A derivative whose formula is meant for the output but is given the input, or the other way round."""
        if self.jacobian.shape[0] != self.jacobian.shape[1]:
            return
        x, diagonal = self.subject.base[self.name], np.diagonal(self.jacobian).reshape(self.shape)
        for curve, formula in ((lambda z: 1 / (1 + np.exp(-z)), lambda v: v * (1 - v)), (np.tanh, lambda v: 1 - v * v)):
            if np.allclose(y, curve(x), rtol=1e-9) and np.allclose(diagonal, formula(y), rtol=1e-4, atol=1e-7):
                upstream = self.upstream.reshape(self.shape)
                self.add("missing-factor", "the derivative's formula is given the input where it takes the output", upstream * formula(x))
                self.add("missing-factor", "the derivative is taken at the output, not at the input", upstream * formula(curve(y)))


class Layer(Subject):
    """`forward(x, w, b) -> (out, cache)` with `backward(dout, cache) -> (dx, dw, db)`, and its relatives."""

    def prepare(self):
        forward_name = self.settings["forward"]
        self.forward = self.source.find(forward_name)
        self.call = Call(self.forward, list(self.inputs), forward_name)
        self.generators = held_generators(self.source.module)
        named = self.settings.get("backward")
        self.returns_backward = named is None and self.makes_backward()
        if self.returns_backward:
            self.backward_name = self.backward.__name__
        else:
            self.backward_name = named or self.partner(forward_name)
            self.backward = self.source.find(self.backward_name)
        self.gradient_function = self.backward
        self.plan_backward()
        try:
            self.settle_names()
        except Exception:
            # An argument that is called as an input may be the cache all the same: `lstm_backward(dout, c)`.
            if not self.take_cache():
                raise
            self.settle_names()

    def take_cache(self):
        """Hands backward's last argument, so far an input by its name, what forward returned last and nobody takes."""
        last = self.plan[-1] if self.plan else ("", None)
        if last[0] != "input" or not self.many or any(step[0] == "cache" for step in self.plan):
            return False
        result = self.call(self.fresh({}))
        if len(result) != self.count + 1 or not isinstance(result[-1], (tuple, list, dict)):
            return False
        self.plan[-1] = ["cache", last[1]]
        return True

    def makes_backward(self):
        """Whether forward returns its backward: `return y, backprop`."""
        if not any(isinstance(n, (ast.FunctionDef, ast.Lambda)) for n in walk_function(function_tree(self.forward) or ast.Module(body=[]))):
            return False
        self.before_call()
        result = self.call(self.fresh({}))
        if not isinstance(result, tuple) or len(result) < 2 or not inspect.isroutine(result[-1]):
            return False
        self.backward = result[-1]
        return True

    def partner(self, name):
        module = self.source.load()
        options = []
        for a, b in (("forward", "backward"), ("fwd", "bwd"), ("Forward", "Backward"), ("fprop", "bprop"), ("forward_pass", "backward_pass")):
            if a in name:
                options.append(name.replace(a, b))
                options += [name.replace(a, b).replace("_naive", "").replace("_fast", "")]
        options += [name + "_backward", name + "_bwd", "backward_" + name, name + "_grad", "grad_" + name, name + "_gradient", "d" + name]
        for option in options:
            if callable(getattr(module, option, None)):
                return option
        raise WorkerError("name", "no backward function was found for '%s' (looked for %s); name it with backward" % (
            name, ", ".join(dict.fromkeys(options))))

    def plan_backward(self):
        """Which of backward's arguments are upstream gradients, the cache, inputs or outputs."""
        self.before_call()
        result = self.call(self.fresh({}))
        many = isinstance(result, tuple)
        elements = list(result) if many else [result]
        forward_names = returned_names(self.forward, len(elements))
        found = parameters(self.backward) or []
        found = [p for p in found if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        required = [p for p in found if p.default is p.empty]
        plan, open_names = [], []
        for p in found:
            if p.name.lower() in CACHES:
                plan.append(["cache", p])
            elif p.name in self.inputs:
                plan.append(["input", p])
            elif p.name in forward_names and many and p.name not in ("dout",):
                plan.append(["output", p, forward_names.index(p.name)])
            else:
                if p.default is p.empty and re.fullmatch(r"Y|y|labels?|targets?|y_true|y_?train", p.name) and len(required) > 1 and not any(
                        UPSTREAM.fullmatch(q.name) for q in required) and any(q.name.lower() in CACHES for q in required):
                    raise WorkerError("answers", "%s takes the answers, %s, and no upstream gradient: it is the gradient of a loss; "
                                      "name that with --loss and this with --gradient" % (self.backward_name, p.name))
                plan.append(["open", p])
                open_names.append(p)
        has_cache = any(step[0] == "cache" for step in plan) or self.returns_backward
        first_is_array = not isinstance(elements[0], (dict, tuple, list, str)) and elements[0] is not None
        open_required = [p for p in open_names if p.default is p.empty]
        if not many:
            self.count = 1
        elif has_cache:
            self.count = len(elements) - 1
        elif len(elements) == 1:
            self.count = 1
        elif len(open_required) >= 2 and len(open_required) == len(elements):
            self.count = len(elements) - 1  # upstream gradients and then the cache
            last = [s for s in plan if s[0] == "open" and s[1] is open_required[-1]][0]
            last[0], has_cache = "cache", True
        elif len(open_required) < len(elements) and not any(s[0] in ("input", "output") for s in plan):
            self.count = len(elements) - 1
            if len(open_names) > self.count:
                [s for s in plan if s[0] == "open"][-1][0] = "cache"
                has_cache = True
        else:
            numeric = [not isinstance(e, (dict, tuple, list)) and e is not None for e in elements]
            self.count = max(1, numeric.index(False) if False in numeric else min(len(elements), max(1, len(open_required))))
        if not first_is_array and elements[0] is None:
            raise WorkerError("not-implemented", "%s returns nothing: it is not written yet" % self.settings["forward"])
        self.many = many
        self.kept, self.cache_place = list(range(self.count)), None
        if has_cache and many and 0 < len(open_names) < self.count and all(s[0] in ("open", "cache") for s in plan):
            # Outputs that no upstream gradient belongs to are not differentiated.
            self.kept = self.kept_outputs(open_names, forward_names)
            self.count, self.cache_place = len(self.kept), len(elements) - 1
        upstream = 0
        for step in plan:
            if step[0] == "open":
                if upstream < self.count:
                    step[0] = "upstream"
                    step.append(upstream)
                    upstream += 1
                elif step[1].default is step[1].empty and not has_cache and many and len(elements) > self.count:
                    step[0], has_cache = "cache", True
        for step in plan:
            if step[0] == "open" and step[1].default is step[1].empty and not many and (
                    step[1].name in forward_names or step[1].name.lower() in ("out", "output", "y", "a", "s", "h", "z", "activation", "result")):
                step[0] = "output"
                step.append(0)
        self.plan = [s for s in plan if s[0] != "open"]
        self.takes_upstream = any(s[0] == "upstream" for s in self.plan)
        left = [p.name for p in required if not any(s[1] is p for s in self.plan)]
        if left:
            # The inputs again, in backward's order.
            raise WorkerError("arguments", "what to hand to the argument '%s' of %s is not known; it takes (%s)" % (
                left[0], self.backward_name, ", ".join(p.name for p in found)))

    def kept_outputs(self, arguments, names):
        """The outputs that backward takes an upstream gradient of: by name, else the first ones."""
        found = [names.index(m) if m is not None else None for m in (match_name(a.name, names) for a in arguments)]
        if None in found or len(set(found)) < len(found) or max(found) >= self.count:
            return list(range(len(arguments)))
        return found

    def settle_names(self):
        """Runs backward once to see for which inputs a gradient comes back."""
        candidates = self.candidates()
        try:
            outputs, result, _, _ = self.backward_call(self.fresh({}), None)
        except NOT_WRITTEN:
            self.names = candidates
            return
        gradients = list(result) if isinstance(result, (tuple, list)) else [result]
        candidates = self.candidates(len(gradients))
        inner = self.nested_names()
        known = list(self.inputs) + list(inner)
        if isinstance(result, dict):
            keys = list(result)
            matched = [match_name(k, known) for k in keys]
            gradients = list(result.values())
        else:
            names = returned_names(self.backward, len(gradients))
            matched = [match_name(n, known) for n in names] if len(names) == len(gradients) else [None] * len(gradients)
            if len(gradients) == 1 and matched[0] is None and len(candidates) >= 1:
                matched = [candidates[0]]
        self.nested = {n: inner[n] for n in matched if n in inner and n not in self.inputs}
        self.order = self.assign(gradients, matched, candidates)
        for name in self.order:
            if name is not None and name not in self.float_inputs():
                self.make_float(name)
        wanted = [n for n in self.order if n is not None]
        if any(is_single(g) for g in gradients):
            self.single_inside = True
        self.names = self.wrt or [n for n in known if n in wanted] or candidates
        if len(gradients) == 1 and gradients[0] is None:
            self.names = candidates

    def outputs(self, values):
        if self.reseed:
            self.before_call()
        result = self.call(values)
        if self.many:
            return [as_float(result[place], "the output") for place in self.kept]
        return [as_float(result, "the output")]

    def quick(self, working):
        return (self.call.bound(working), self.many) if self.kept[:1] == [0] else None

    def backward_call(self, values, upstream):
        given = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        self.before_call()
        result = self.call(values)
        elements = list(result) if self.many else [result]
        outputs = [as_float(elements[place], "the output") for place in self.kept]
        if outputs and outputs[0] is None:
            raise WorkerError("not-implemented", "%s returns nothing" % self.settings["forward"])
        self.spoiled(given, values, self.settings["forward"])
        if upstream is None:
            generator = np.random.RandomState(7)
            upstream = [np.ones(()) if np.shape(o) == () else generator.randn(*np.shape(o)) for o in outputs]
        handed = []
        arguments, named = [], {}
        for step in self.plan:
            if step[0] == "upstream":
                v = upstream[step[2]]
                v = v.astype(np.float32) if self.single else v.copy()
                if v.shape == ():
                    v = float(v)
                handed.append((step[2], v))
                value = v
            elif step[0] == "cache":
                if self.cache_place is not None:
                    value = elements[self.cache_place]
                else:
                    value = elements[self.count] if len(elements) == self.count + 1 else tuple(elements[self.count:])
            elif step[0] == "output":
                value = elements[step[2]]
            else:
                value = values[step[1].name]
            if step[1].kind == step[1].KEYWORD_ONLY or named:
                named[step[1].name] = value
            elif len(arguments) < len(self.plan) and self.is_next(step[1], len(arguments)):
                arguments.append(value)
            else:
                named[step[1].name] = value
        before = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        backward = elements[-1] if self.returns_backward else self.backward
        result = Stopwatch.timed(backward, *arguments, **named)
        self.spoiled(before, values, self.backward_name)
        for index, v in handed:
            if isinstance(v, np.ndarray) and not same(v, upstream[index] if not self.single else upstream[index].astype(np.float32)):
                self.observe("mutated-upstream", None, "%s overwrites the upstream gradient that it is given" % self.backward_name)
        return outputs, result, elements, upstream

    def is_next(self, parameter, position):
        found = parameters(self.backward)
        return found is not None and position < len(found) and found[position].name == parameter.name

    def claim(self, point, upstream):
        try:
            _, result, _, _ = self.backward_call(self.fresh(point), upstream)
        except NOT_WRITTEN:
            return {}
        if result is None:
            return {}
        gradients = list(result.values()) if isinstance(result, dict) else list(result) if isinstance(result, (tuple, list)) else [result]
        if len(gradients) != len(self.order) and len(self.order) == 1:
            gradients = [result]
        return {name: as_float(g, "the gradient of " + name) for name, g in zip(self.order, gradients) if name is not None}


class PlainFunction(Subject):
    """A function with its gradient or elementwise derivative beside it."""

    def prepare(self):
        name = self.settings.get("forward") or self.settings["loss"]
        self.function = self.source.find(name)
        self.call = Call(self.function, list(self.inputs), name)
        self.generators = held_generators(self.source.module)
        partner = self.settings.get("derivative", self.settings.get("gradient"))
        if isinstance(partner, dict):
            flag = partner.get("flag")
            value = partner.get("value", True)
            function = self.function
            self.partner_call = lambda values: self.call.function(
                *[values[n] for n in self.call.positional], **{k: values[n] for k, n in self.call.named.items()},
                **dict(self.call.extra, **{flag: value}))
            self.gradient_function, self.partner_name = function, "%s(%s=%s)" % (name, flag, value)
        else:
            self.gradient_function = self.source.find(partner)
            self.partner_name = partner
            self.partner_call = self.partner_with(self.gradient_function)
        self.names = self.wrt or self.float_inputs()
        if not self.names:
            for candidate in list(self.inputs)[:1]:
                self.make_float(candidate)
            self.names = self.float_inputs()
        if self.wrt is None and len(self.names) > 1:
            self.names = self.with_gradient() or self.names

    def with_gradient(self):
        """The arguments that a gradient comes back for, where their number tells."""
        try:
            self.before_call()
            found = self.partner_call(self.fresh({}))
        except Exception:
            return None  # said when the gradient is asked for
        if isinstance(found, dict):
            return [n for n in self.names if n in [match_name(str(k), self.names) for k in found]]
        count = len(found) if isinstance(found, tuple) else 1
        named = returned_names(self.gradient_function, count)
        matched = [match_name(n, self.names) for n in named] if len(named) == count else []
        if matched and all(matched):
            return [n for n in self.names if n in matched]
        candidates = self.candidates(count)
        if count == 1 and len(candidates) > 1:
            return [self.best_fit(candidates, found[0] if isinstance(found, tuple) else found, self.total)]
        return candidates[:count]

    def total(self, values):
        return sum(float(np.sum(o)) for o in self.outputs(values))

    def partner_with(self, function):
        try:
            return Call(function, list(self.inputs), self.partner_name)
        except WorkerError:
            first = next(iter(self.inputs))
            return Call(function, [first], self.partner_name)

    def outputs(self, values):
        self.before_call()
        result = self.call(values)
        if isinstance(result, tuple) and len(result) >= 1:
            result = result[0]
        array = as_float(result, "the value")
        if array is None:
            raise WorkerError("not-implemented", "%s returns nothing: it is not written yet" % self.call.function.__name__)
        return [array]

    def claim(self, point, upstream):
        values = self.fresh(point)
        before = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        try:
            self.before_call()
            result = self.partner_call(values)
        except NOT_WRITTEN:
            return {}
        self.spoiled(before, values, self.partner_name)
        check = self.fresh(point)
        before = {n: copied(v) for n, v in check.items() if isinstance(v, np.ndarray)}
        self.outputs(check)
        self.spoiled(before, check, "the function")
        if result is None:
            return {}
        if self.shapes[0] == ():
            gradients = list(result.values()) if isinstance(result, dict) else list(result) if isinstance(result, tuple) else [result]
            keys = list(result) if isinstance(result, dict) else returned_names(self.gradient_function, len(gradients))
            matched = [match_name(k, self.names) for k in keys] if len(keys) == len(gradients) else [None] * len(gradients)
            claimed, free = {}, [n for n in self.names if n not in matched]
            for name, gradient in zip(matched, gradients):
                name = name or (free.pop(0) if free else None)
                if name:
                    claimed[name] = as_float(gradient, "the gradient of " + name) * 1.0
            return claimed
        name = self.names[0]
        slopes = as_float(result, "the derivative")
        if is_single(slopes):
            self.single_inside = True
        if slopes.shape not in ((), upstream[0].shape):
            jacobian = slopes.shape == upstream[0].shape + np.shape(point[name])
            if jacobian:
                return {name: np.tensordot(upstream[0], slopes, upstream[0].ndim)}
            return {name: slopes}
        return {name: slopes.astype(np.float64) * upstream[0]}


class LossFunction(Subject):
    """A function that returns its value and its gradient(s)."""

    def prepare(self):
        self.kind = "loss"
        name = self.settings["loss"]
        self.function = self.source.find(name)
        self.gradient_function = self.function
        self.call = Call(self.function, list(self.inputs), name)
        self.generators = held_generators(self.source.module)
        try:
            self.before_call()
            value, gradients = self.parts(self.call(self.fresh({})))
        except NOT_WRITTEN:
            self.names, self.order = self.wrt or self.float_inputs()[:1], []
            return
        candidates = self.candidates(max(1, len(gradients)))
        inner = self.nested_names()
        known = list(self.inputs) + list(inner)
        matched = [k if k in known else match_name(k, known) for k in gradients] if isinstance(gradients, dict) else []
        if not any(matched):
            # In a list, or under names that say nothing: "grad".
            names = list(gradients) if isinstance(gradients, dict) else returned_names(self.function, len(gradients) + 1)[1:]
            gradients = list(gradients.values()) if isinstance(gradients, dict) else gradients
            matched = [match_name(n, candidates) for n in names] if len(names) == len(gradients) else []
            if self.wrt and len(self.wrt) == len(gradients):
                matched = list(self.wrt)
            elif len(matched) != len(gradients):
                matched = [None] * len(gradients)
            if len(gradients) == 1 and self.wrt is None and len(candidates) > 1 and match_name(
                    (names or [None])[0], candidates) is None:
                matched = [self.best_fit(candidates, gradients[0], lambda v: float(np.sum(self.outputs(v)[0])))]
            if len(gradients) == 1 and matched[:1] in ([None], []):
                matched = candidates[:1]
            shown = names if len(names) == len(gradients) else [None] * len(gradients)
            # `return loss, grad, penalty`: a number that no argument has the shape of, and whose name is no gradient's.
            matched = self.assign([None if n is not None and len(gradients) > 1 and np.size(g) == 1 and match_name(n, list(self.inputs)) is None and not re.match(
                r"grad|nabla|d_?[A-Zwb]", n) and all(np.shape(self.inputs[c]) != np.shape(g) for c in candidates) else g for n, g in zip(shown, gradients)],
                matched, candidates)
        self.nested = {n: inner[n] for n in matched if n in inner and n not in self.inputs}
        for m in matched:
            if m is not None and m not in self.float_inputs():
                self.make_float(m)
        self.order = matched
        wanted = [m for m in matched if m is not None]
        self.names = self.wrt or [n for n in known if n in wanted] or candidates[:1]

    def parts(self, result):
        """The value and the gradients, in a list or a mapping."""
        if isinstance(result, tuple) and len(result) == 2 and isinstance(result[0], dict) and np.ndim(result[1]) == 0:
            result = result[::-1]  # `return grads, cost`
        key = loss_key(result) if isinstance(result, dict) else None
        if key is not None:  # `return {"loss": loss, "grad": dx}`
            rest = {k: v for k, v in result.items() if k != key}
            # What else stands there is a prediction, an accuracy, a part of the loss.
            rest = {k: v for k, v in rest.items() if str(k).startswith("grad") or match_name(str(k), self.inputs)} or {
                k: v for k, v in rest.items() if np.ndim(v)}
            only = next(iter(rest.values()), None)
            return result[key], only if len(rest) == 1 and isinstance(only, dict) else rest
        if isinstance(result, (tuple, list)) and len(result):
            value, rest = result[0], list(result[1:])
            if len(rest) == 1 and isinstance(rest[0], (dict, tuple, list)):
                rest = rest[0] if isinstance(rest[0], dict) else list(rest[0])
            elif rest and isinstance(rest[0], dict):
                rest = rest[0]
            return value, rest
        return result, []

    def outputs(self, values):
        if self.reseed:
            self.before_call()
        value, _ = self.parts(self.call(values))
        array = as_float(value, "the loss")
        if array is None:
            raise WorkerError("not-implemented", "%s returns no loss: it is not written yet" % self.settings["loss"])
        if array.shape != () and array.size == 1:
            array = array.reshape(())
        return [array]

    def claim(self, point, upstream):
        values = self.fresh(point)
        before = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        try:
            self.before_call()
            _, gradients = self.parts(self.call(values))
        except NOT_WRITTEN:
            return {}
        self.spoiled(before, values, self.settings["loss"])
        gradients = list(gradients.values()) if isinstance(gradients, dict) else gradients
        claimed = {n: as_float(g, "the gradient of " + n) for n, g in zip(self.order, gradients) if n is not None}
        if any(is_single(g) for g in gradients):
            self.single_inside = True
        return claimed


FORWARDS = ("forward", "fprop", "forward_pass", "forward_propagation", "forward_prop", "forwardPass", "feed_forward", "feedforward", "propagate", "fn", "activate", "activation",
            "function", "compute", "call", "__call__", "apply")
BACKWARDS = ("backward", "bprop", "backprop", "backward_pass", "backward_propagation", "backward_prop", "backwardPass", "back_prop", "backwards", "back_propagation", "backpropagate", "back_propagate", "backpropagation")
RATES = ("learning_rate", "lr", "eta", "learningRate", "learn_rate", "step_size", "alpha_lr")
LABEL = re.compile(r"y|t|labels?|targets?|y_?true|true|truth|gt|Y|T|y_?t|ground_truth|y_batch|one_?hot|answers?|actuals?")
DERIVATIVES = ("derivative", "grad", "gradient", "prime", "deriv", "derivate", "activation_derivative", "d", "dfn", "dactivation")
LOSSES = ("loss", "calculate", "compute_loss", "calc_loss", "cost", "forward")
PARAMETERS = ("params", "parameters", "weights_list", "_params", "trainable_params", "get_params", "get_parameters")
GRADIENTS = ("grads", "gradients", "param_grads", "dparams", "d_params", "_grads", "grad_params", "gradParams", "get_grads", "get_gradients",
             "parameters_gradients", "param_gradients", "gradient")
ZEROS = ("flush_gradients", "zero_grad", "zero_grads", "zero_gradients", "zero_gradient", "reset_gradients", "reset_grads", "clear_grads", "cleargrads",
         "clear_gradients", "clear_grad", "reset_grad", "zeroGrad", "zeroGradParameters", "init_gradients")
INPUT_GRADIENTS = ("dinputs", "dinput", "dX", "dx", "d_input", "grad_input", "gradInput", "input_grad", "input_gradient", "dInput", "delta",
                   "grad_inputs", "d_inputs", "dA_prev", "dz", "dZ", "grad_x", "dx_")
OUTPUTS = ("output", "outputs", "Y", "y", "out", "z", "Z", "A", "a", "activation", "h")
# Numbers that a gradient without a name may belong to; other numbers are settings, and other returned ones are not gradients.
NUMBERS_LEARNT = ("b", "bias", "b0", "intercept", "offset", "shift", "s", "w", "slope", "theta")
WEIGHTS = {"w", "b", "weights", "weight", "bias", "biases", "gamma", "beta", "kernel", "kernels", "filters", "wx", "wh", "u", "v",
           "alpha", "scale", "shift", "embedding", "embeddings", "theta", "a"}


def reach_parent(holder, path):
    """What is at a path: attribute names and keys, methods called on the way."""
    value = holder
    for kind, key in path:
        value = getattr(value, key) if kind == "attribute" else value[key]
        if kind == "attribute" and inspect.isroutine(value):
            value = value()
    return value


def reach(holder, path):
    """The array at a path, out of what may be wrapped around it."""
    return unwrapped(reach_parent(holder, path))


def container(holder, names):
    for name in names:
        value = getattr(holder, name, None)
        if value is None:
            continue
        if inspect.isroutine(value):
            found = parameters(value)
            if found is None or any(p.default is p.empty and p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in found):
                continue
            try:
                value = value()
            except Exception:
                continue
        if isinstance(value, (dict, list, tuple)) and len(value):
            yield name, value


def is_array(value):
    return isinstance(value, np.ndarray) and value.dtype.kind == "f" and value.size > 0


def parameter_object(value):
    """The attributes of a value and its gradient, where one object holds both."""
    members = getattr(value, "__dict__", None)
    if not isinstance(members, dict) or not is_user_type(type(value)):
        return None
    for inner in ("data", "value", "values", "array", "w", "val", "weight"):
        for gradient in ("grad", "gradient", "g", "dw", "d", "dvalue", "delta"):
            if is_array(members.get(inner)) and isinstance(members.get(gradient), np.ndarray) and np.shape(members[inner]) == np.shape(members[gradient]):
                return inner, gradient
    return None


def unwrapped(value):
    if isinstance(value, np.ndarray):
        return value
    for inner in ("array", "data", "value", "values"):
        own = getattr(value, inner, None)
        if isinstance(own, np.ndarray) and not isinstance(value, (np.generic, float, int)):
            return own
    return value


class ClassLayer(Subject):
    """An object with methods: a layer, a loss, an activation, or a model whose loss returns gradients."""

    def prepare(self):
        settings = self.settings
        self.type = self.source.find(settings["class"])
        self.profile = settings.get("profile")
        if self.profile == "dXdY":
            self.profile = {"input": "X", "output": "Y", "outputGradient": "dY", "inputGradient": "dX"}
        elif self.profile == "dinputs":
            self.profile = {"output": "output", "inputGradient": "dinputs"}
        elif isinstance(self.profile, str):
            raise WorkerError("configuration", "the profile '%s' is not known, expected dinputs, dXdY or a mapping" % self.profile)
        self.profile = self.profile or {}
        self.samples = int(settings.get("samples") or 0)
        self.pairs, self.values_of, self.kept = [], None, None
        self.sums_loss, self.takes_output, self.loss_shape = False, False, None
        self.template = self.construct()
        self.generators = held_generators(self.source.module) if self.source else []
        held = getattr(self.template, "__dict__", {})
        self.held = {n: copy.deepcopy(v.bit_generator.state) for n, v in held.items() if isinstance(v, np.random.Generator)}
        self.held.update({n: v.get_state() for n, v in held.items() if isinstance(v, np.random.RandomState)})
        self.find_methods()
        self.can_copy = self.try_copy()
        try:
            self.settle()
        except AttributeError as error:
            found = re.search(r"has no attribute '(\w+)'", str(error))
            maker = self.maker_of(found.group(1)) if found and isinstance(getattr(error, "obj", self.template), self.type) else None
            if maker is None:
                raise
            raise WorkerError("setup", "%s.%s, which sets %s, must be called first: name it, with its arguments, under setup" % (
                self.settings["class"], maker, found.group(1)))

    def maker_of(self, attribute):
        """The method that sets an attribute that the constructor does not."""
        own = (self.backward_name, self.derivative_name, self.forward_name, "__init__")
        for name, method in inspect.getmembers(self.type, inspect.isfunction):
            if name in own or attribute not in method.__code__.co_names:
                continue
            tree = function_tree(method)
            if tree is not None and any(isinstance(n, ast.Attribute) and n.attr == attribute and isinstance(n.ctx, ast.Store) for n in ast.walk(tree)):
                return name
        return None

    # -- objects

    def construct(self):
        self.before_call()
        initial = self.settings.get("init")
        if isinstance(initial, dict):
            made = self.type(**{k: copied(v) for k, v in initial.items()})
        else:
            made = self.type(*[copied(v) for v in (initial or [])])
        for method, arguments in (self.settings.get("setup") or {}).items():
            if not hasattr(made, method):
                raise WorkerError("name", "setup: %s has no method '%s'" % (self.settings["class"], method))
            if isinstance(arguments, dict):
                getattr(made, method)(**copy.deepcopy(arguments))
            else:
                getattr(made, method)(*copy.deepcopy(arguments if isinstance(arguments, list) else [arguments]))
        for flag in TRAINING:
            if getattr(made, flag, None) is False:
                setattr(made, flag, True)
        if getattr(made, "mode", None) in ("test", "eval"):
            made.mode = "train"
        return made

    def try_copy(self):
        try:
            copy.deepcopy(self.template)
            return True
        except Exception:
            return False

    def fresh_object(self):
        return copy.deepcopy(self.template) if self.can_copy else self.construct()

    def method(self, holder, name):
        if name == "__call__":
            return holder
        found = getattr(holder, name, None)
        if found is None or not callable(found):
            names = [n for n in dir(holder) if callable(getattr(holder, n, None)) and not n.startswith("_")]
            raise WorkerError("name", "%s has no method '%s'%s" % (self.settings["class"], name, near(name, names)))
        return found

    def first_of(self, names):
        for name in names:
            if name == "__call__":
                if "__call__" in dir(type(self.template)):
                    return name
            elif callable(getattr(self.template, name, None)):
                return name
        return None

    def find_methods(self):
        s = self.settings
        self.loss_name = s.get("loss")
        self.backward_name = s.get("backward")
        derivative = s.get("derivative", s.get("gradient"))
        self.flag = derivative if isinstance(derivative, dict) else None
        self.derivative_name = derivative if isinstance(derivative, str) else None
        self.forward_name = self.loss_name or s.get("forward")
        if self.forward_name is None:
            self.forward_name = self.first_of(FORWARDS)
            own_loss = [n for n in LOSSES if n != "forward" and callable(getattr(self.template, n, None))]
            if own_loss and (self.forward_name is None or self.forward_name == "__call__"):
                self.forward_name = self.loss_name = own_loss[0]
        if self.forward_name is None:
            raise WorkerError("name", "%s has no forward method (looked for %s); name it with forward" % (s["class"], ", ".join(FORWARDS[:6])))
        if self.loss_name:
            self.kind = "loss"
        if self.backward_name is None and self.derivative_name is None and self.flag is None:
            self.backward_name = self.first_of([n for n in BACKWARDS if n != self.forward_name])
            if self.backward_name is None:
                self.derivative_name = self.first_of([n for n in DERIVATIVES if n != self.forward_name])
        method = self.method(self.template, self.forward_name)
        self.by_attribute = [n for n in self.inputs if n == self.profile.get("input")]
        found = parameters(method)
        if found is not None and self.by_attribute and len([p for p in found if p.default is p.empty]) > 0:
            self.by_attribute = []
        self.call_names = [n for n in self.inputs if n not in self.by_attribute]
        Call(method, self.call_names, "%s.%s" % (s["class"], self.forward_name))
        self.gradient_function = method
        for name in (self.backward_name, self.derivative_name):
            if name:
                self.gradient_function = self.method(self.template, name)
        if self.gradient_function is self.template:
            self.gradient_function = type(self.template).__call__

    # -- one pass

    def rewind(self, holder):
        """Puts an object's own generators where they were when it was made: only where `reseed: true` asks for it."""
        for name, state in self.held.items():
            found = getattr(holder, name, None)
            if isinstance(found, np.random.Generator):
                found.bit_generator.state = copy.deepcopy(state)
            elif isinstance(found, np.random.RandomState):
                found.set_state(state)

    def forward_on(self, holder, values):
        if self.reseed:
            self.rewind(holder)
        for name in self.by_attribute:
            setattr(holder, name, values[name])
        call = Call(self.method(holder, self.forward_name), self.call_names, self.forward_name)
        result = call(values)
        gradients = None
        if self.returns_gradients(result):
            result, gradients = result[0], result[1:]
        outputs = self.outputs_of(holder, result)
        if isinstance(result, tuple) and len(result) > len(outputs):
            rest = result[len(outputs):]
            self.kept = rest[0] if len(rest) == 1 else rest
        return outputs, gradients

    def returns_gradients(self, result):
        if not isinstance(result, tuple) or len(result) < 2 or self.backward_name and not self.loss_name:
            return False
        scalar = np.ndim(result[0]) == 0 and isinstance(result[0], (float, int, np.generic, np.ndarray))
        return scalar and (isinstance(result[1], (dict, list, tuple)) or is_array(result[1]) or result[1] is None)

    def outputs_of(self, holder, result):
        if result is None:
            names = [self.profile["output"]] if "output" in self.profile else OUTPUTS
            for name in names:
                value = getattr(holder, name, None)
                if isinstance(value, (np.ndarray, float, np.generic)):
                    result = value
                    break
            else:
                raise WorkerError("not-implemented", "%s.%s returns nothing and sets no output: it is not written yet" % (
                    self.settings["class"], self.forward_name))
        if isinstance(result, tuple):
            arrays = [r for r in result if isinstance(r, (np.ndarray, float, np.generic))]
            keep = arrays[:1] if len(arrays) < len(result) or self.backward_takes() < 2 else arrays[:self.backward_takes()]
            outputs = [as_float(r, "the output") for r in keep or [result[0]]]
        else:
            outputs = [as_float(result, "the output")]
        if self.kind == "loss" and len(outputs) == 1 and outputs[0].ndim >= 1:
            self.loss_shape = outputs[0].shape
            outputs = [(np.sum if self.sums_loss else np.mean)(outputs[0])]  # one loss a sample: the mean is what is learnt from
        return outputs

    def backward_takes(self):
        if not self.backward_name:
            return 1
        found = parameters(self.method(self.template, self.backward_name)) or []
        return sum(1 for p in found if p.default is p.empty and p.name not in self.inputs and p.name.lower() not in CACHES)

    def outputs(self, values):
        if self.reseed:
            self.before_call()
        holder = self.object_at(values)
        return self.sampled(holder, values, None)[0] if self.samples else self.forward_on(holder, values)[0]

    def object_at(self, values):
        holder = self.fresh_object()
        for name, path in self.parameter_paths():
            if name in values:
                target = reach(holder, path)
                if np.shape(target) == ():
                    self.store(holder, path, values[name])
                else:
                    target[...] = values[name]
        if self.reseed:
            self.before_call()
        return holder

    def store(self, holder, path, value):
        parent = reach_parent(holder, path[:-1])
        kind, key = path[-1]
        if kind == "attribute":
            setattr(parent, key, value.copy() if isinstance(value, np.ndarray) else value)
        else:
            parent[key] = value.copy() if isinstance(value, np.ndarray) else value

    def parameter_paths(self):
        return [(name, path) for name, path, _ in self.pairs]

    def sampled(self, holder, values, upstream):
        """The first axis one by one: gradients of parameters add up over the samples."""
        batch = [n for n in self.float_inputs()]
        outputs, gradients = [], {}
        for index in range(self.samples):
            own = {n: (v[index].copy() if n in batch else copied(v)) for n, v in values.items()}
            outputs.append(self.forward_on(holder, own)[0][0])
            if upstream is not None:
                claimed = self.backward_on(holder, own, [upstream[0][index]], outputs[-1:])
                for name in batch:
                    gradients.setdefault(name, []).append(claimed.get(name))
        found = {n: np.stack(g) for n, g in gradients.items() if all(x is not None for x in g)}
        return [np.stack(outputs)], found

    def backward_on(self, holder, values, upstream, outputs):
        """Calls backward and returns the input gradients by name."""
        arrays = self.candidates() or list(self.inputs)[:1]
        scalar = all(np.shape(o) == () for o in outputs)
        handed = [np.array(v, dtype=np.float32 if self.single else np.float64) for v in upstream]
        if self.flag is not None:
            call = Call(self.method(holder, self.forward_name), self.call_names, self.forward_name)
            call.extra = dict(call.extra, **{self.flag["flag"]: self.flag.get("value", True)})
            return {arrays[0]: self.local(call(values), handed[0])}
        if self.derivative_name is not None and self.backward_name is None:
            method = self.method(holder, self.derivative_name)
            try:
                call = Call(method, self.call_names, self.derivative_name)
            except WorkerError:
                found = [p for p in parameters(method) or [] if p.default is p.empty]
                call = Call(method, self.call_names[:max(1, len(found))], self.derivative_name)
            result = call(values)
            if scalar:
                return self.by_name(result, arrays, method)
            return {arrays[0]: self.local(result, handed[0])}
        for key in ("outputGradient",):
            if key in self.profile:
                setattr(holder, self.profile[key], handed[0])
        method = self.method(holder, self.backward_name)
        found = [p for p in parameters(method) or [] if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]
        if parameters(method) is None or (not found and any(p.kind == p.VAR_POSITIONAL for p in parameters(method))):
            return self.by_name(Stopwatch.timed(method, *handed), arrays, method)
        self.refuse_answers(method, found, values)
        named, position, took_upstream, given_inputs = {}, 0, "outputGradient" in self.profile, False
        known = [p.name for p in found if p.name in values]
        for p in found:
            if p.name.lower() in CACHES and self.kept is not None:
                named[p.name] = self.kept
            elif p.name in values:
                named[p.name] = values[p.name]
                given_inputs = True
            elif p.name in TRAINING:
                named[p.name] = True
            elif p.name in RATES and not is_sole(found, p):
                named[p.name] = 1.0  # a step of 1: what it takes away is the gradient
            elif "outputGradient" in self.profile and p.default is not p.empty:
                continue
            elif scalar and known and p.default is p.empty and position == 0:
                named[p.name] = self.predictions(holder, values)  # before the answers
                position += 1
            elif position < len(handed) and (p.default is p.empty or not took_upstream and not given_inputs or stems(p.name) or p.name == "dout"):
                if scalar and p.default is not p.empty:
                    continue
                named[p.name] = outputs[0].copy() if self.takes_output else 1.0 if scalar else handed[position]
                position += 1
                took_upstream = True
            elif p.default is p.empty:
                raise WorkerError("arguments", "what to hand to the argument '%s' of %s.%s is not known" % (
                    p.name, self.settings["class"], self.backward_name))
        positional = [named.pop(p.name) for p in found if p.kind == p.POSITIONAL_ONLY and p.name in named]
        before = [h.copy() for h in handed]
        result = Stopwatch.timed(method, *positional, **named)
        if not scalar and any(not same(a, b) for a, b in zip(before, handed)):
            self.observe("mutated-upstream", None, "%s.%s overwrites the upstream gradient that it is given" % (
                self.settings["class"], self.backward_name))
        if result is None:
            names = [self.profile["inputGradient"]] if "inputGradient" in self.profile else INPUT_GRADIENTS
            for name in names:
                value = getattr(holder, name, None)
                if isinstance(value, np.ndarray):
                    result = value
                    break
        claimed = self.by_name(result, arrays, method)
        if (self.takes_output or not took_upstream and given_inputs) and not scalar and len(outputs) == 1:
            claimed = {n: self.local(g, handed[0]) for n, g in claimed.items() if g is not None}
        return claimed

    def refuse_answers(self, method, found, values):
        """`backprop(x, y)` of a network takes the answers: it is the gradient of a loss that only its author knows."""
        wanted = [p.name for p in found if p.default is p.empty and p.name not in values]
        if self.kind == "loss" or any(UPSTREAM.fullmatch(n) for n in wanted if not LABEL.fullmatch(n)):
            return
        sure = re.compile(r"labels?|targets?|y_?true|y_?train|answers?|ground_truth|gt|y_?batch|actuals?")
        answers = next((n for n in wanted if sure.fullmatch(n) or LABEL.fullmatch(n) and len(found) > 1), None)
        if answers is not None:
            raise WorkerError("answers", "%s.%s takes the answers, %s, and no upstream gradient: it is the gradient of a loss; "
                              "write a function that returns that loss and these gradients, and name it with --loss" % (
                                  self.settings["class"], self.backward_name, answers))

    def predictions(self, holder, values):
        """What a loss' backward is handed beside the answers: its input, or what it made of that, which is its output
        for those who use it."""
        given = values[self.call_names[0]]
        for name in ("output", "outputs", "out", "probs", "probabilities", "softmax_output"):
            own = getattr(holder, name, None)
            if isinstance(own, np.ndarray) and np.ndim(given) > 0 and own.shape == np.shape(given) and not any(
                    same(own, v) for v in values.values() if isinstance(v, np.ndarray) and v.shape == own.shape):
                return own
        return given

    def local(self, slopes, upstream):
        slopes = as_float(slopes, "the derivative")
        if slopes is None:
            return None
        if slopes.shape == upstream.shape or slopes.shape == ():
            return slopes.astype(np.float64) * upstream
        return slopes

    def by_name(self, result, arrays, method):
        if result is None:
            return {}
        if isinstance(result, dict):
            arrays = self.float_inputs() or arrays
            return {match_name(k, arrays) or k: as_float(g, "the gradient of " + str(k)) for k, g in result.items()}
        if isinstance(result, tuple) and len(result) > 1 and not self.loss_name:
            return self.by_targets(result, method)
        gradients = list(result) if isinstance(result, (tuple, list)) and not (len(arrays) == 1 and isinstance(result, list)) else [result]
        names = returned_names(method, len(gradients))
        matched = [match_name(n, arrays) for n in names] if len(names) == len(gradients) else [None] * len(gradients)
        if len(gradients) == 1 and matched[0] is None:
            matched = arrays[:1]
        free = [a for a in arrays if a not in matched]
        return {m or free.pop(0): as_float(g, "a gradient") for m, g in zip(matched, gradients) if m or free}

    def targets(self):
        """Arrays of the object that a returned gradient may belong to, by name."""
        found = {}
        for name, value in vars(self.template).items() if hasattr(self.template, "__dict__") else []:
            if is_array(value):
                found[name] = [("attribute", name)]
            elif isinstance(value, dict):
                for key, inner in value.items():
                    if is_array(inner):
                        found.setdefault(str(key), [("attribute", name), ("key", key)])
            elif isinstance(value, (list, tuple)):
                for index, inner in enumerate(value):
                    if is_array(inner):
                        found.setdefault("%s.%d" % (name, index), [("attribute", name), ("key", index)])
        return {n: path for n, path in found.items() if match_name(n, [m for m in found if m != n]) is None}

    def by_targets(self, result, method):
        """Gradients of inputs and of the object's own arrays that came back together: `dx, dW, db`, `dx, {"W": dW}`."""
        own = self.targets()
        names = returned_names(method, len(result))
        names = names if len(names) == len(result) else [None] * len(result)
        flat = []
        for name, gradient in zip(names, result):
            if isinstance(gradient, dict):
                flat += [(str(k), g) for k, g in gradient.items()]
            elif isinstance(gradient, (list, tuple)):
                flat += [(None, g) for g in gradient]
            else:
                flat.append((name, gradient))
        inputs = self.float_inputs()
        known = inputs + list(own)
        claimed, rest = {}, []
        for name, gradient in flat:
            target = match_name(name, known)
            if target is None or target in claimed:
                rest.append(gradient)
            else:
                claimed[target] = as_float(gradient, "the gradient of " + target)
        count = sum(1 for n, _ in flat if n is None or match_name(n, list(own)) is None)
        free = [n for n in self.candidates(max(1, count)) if n not in claimed] + [n for n in own if n not in claimed]
        shapes = {n: np.shape(self.inputs[n]) for n in inputs}
        shapes.update({n: np.shape(reach(self.template, path)) for n, path in own.items()})
        for gradient in rest:
            if gradient is None:
                continue
            fitting = [n for n in free if shapes.get(n) == np.shape(gradient)] or [n for n in free if n in inputs]
            if fitting:
                free.remove(fitting[0])
                claimed[fitting[0]] = as_float(gradient, "the gradient of " + fitting[0])
        return claimed

    # -- parameters

    def settle(self):
        """Runs a scratch object once, to see what has a gradient."""
        inputs = self.float_inputs()
        if not inputs and not self.loss_name and not self.takes_whole_numbers():
            for name in list(self.inputs)[:1]:
                self.make_float(name)
            inputs = self.float_inputs()
        scratch = self.fresh_object()
        before = {n: v for n, v in vars(scratch).items()} if hasattr(scratch, "__dict__") else {}
        before = {n: (v.copy() if isinstance(v, np.ndarray) else v) for n, v in before.items()}
        self.scratch, self.untouched = scratch, self.fresh_object() if self.can_copy else None
        values = self.fresh({})
        given = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        self.before_call()
        self.unwritten = False
        if self.samples:
            values = {n: (v[0].copy() if n in inputs else v) for n, v in values.items()}
        outputs, gradients = self.forward_on(scratch, values)
        if not self.samples:
            self.spoiled(given, values, "%s.%s" % (self.settings["class"], self.forward_name))
        self.scalar_outputs = all(np.shape(o) == () for o in outputs)
        generator = np.random.RandomState(7)
        upstream = [np.ones(()) if np.shape(o) == () else generator.randn(*np.shape(o)) for o in outputs]
        claimed = {}
        self.keyed = gradients is not None
        if self.keyed:
            claimed = self.loss_gradients(scratch, gradients)
        else:
            if self.backward_name is None and self.derivative_name is None and self.flag is None:
                raise WorkerError("name", "%s has no backward method (looked for %s); name it with backward" % (
                    self.settings["class"], ", ".join(BACKWARDS[:4])))
            try:
                claimed = self.backward_on(scratch, values, upstream, outputs)
                claimed = self.settle_meaning(scratch, values, upstream, outputs, claimed)
            except NOT_WRITTEN:
                self.unwritten = True
        self.find_pairs(scratch, before, values, outputs, claimed)
        self.make_lazy(scratch, before)
        names = []
        if self.keyed:
            names = [n for n in inputs if n in claimed]
        else:
            names = [n for n in inputs if n in claimed and claimed[n] is not None] or inputs[:1]
        if self.keyed and self.pairs:
            names = [n for n in names if n not in [p[0] for p in self.pairs]]
        self.move_constants()
        self.pairs = [(n if n not in self.inputs else "parameter " + n, path, grad) for n, path, grad in self.pairs]
        for name, path, _ in self.pairs:
            value = reach(self.template, path)
            self.base[name] = np.array(value, dtype=np.float64)
            self.roles[name] = "parameter"
            if is_single(value):
                self.single_inside = True
        self.names = names + [p[0] for p in self.pairs]
        if any(is_single(g) for g in claimed.values() if g is not None):
            self.single_inside = True
        if self.wrt:
            unknown = [w for w in self.wrt if w not in self.names]
            if unknown:
                raise WorkerError("configuration", "wrt: no gradient comes back for '%s'%s" % (unknown[0], near(unknown[0], self.names)))
            self.names = [n for n in self.names if n in self.wrt]
        if not self.names:
            raise WorkerError("name", "%s: no parameters with gradients were found, and no gradient of an input comes back" % self.settings["class"])

    def slope_along(self, name, direction, upstream):
        """How the value changes along a direction of one input, roughly."""
        ends = []
        for side in (1e-5, -1e-5):
            moved = self.fresh({})
            moved[name] = moved[name] + side * direction
            ends.append(sum(float(np.sum(o * u)) for o, u in zip(self.forward_on(self.fresh_object(), moved)[0], upstream)))
        return (ends[0] - ends[1]) / 2e-5

    def settle_meaning(self, scratch, values, upstream, outputs, claimed):
        """Two things that names do not tell are found by trying, and believed only where they fit the slopes: a loss an
        element whose gradient is the element's own, and a backward that is handed the output, not its gradient."""
        name = next((n for n in self.float_inputs() if n in claimed or not claimed), None)
        given = claimed.get(name) if name else None
        direction = np.random.RandomState(3).randn(*np.shape(values[name])) if name else None

        def fits(gradient):
            if gradient is None or np.shape(gradient) != np.shape(values[name]):
                return False
            slope, told = self.slope_along(name, direction, upstream), float(np.sum(gradient * direction))
            return abs(abs(slope) - abs(told)) <= 1e-4 * max(abs(slope), abs(told))  # be it with a wrong sign

        try:
            if name and self.derivative_name and self.kind == "loss" and self.loss_shape and np.shape(given) == self.loss_shape and not fits(given):
                self.sums_loss = True
                self.sums_loss = fits(given)
            if name and self.backward_name and len(outputs) == 1 and np.shape(outputs[0]) == np.shape(values[name]) != ():
                found = [p.name for p in parameters(self.method(scratch, self.backward_name)) or [] if p.default is p.empty]
                if len(found) == 1 and OUTPUT_NAME.fullmatch(found[0]) and not fits(given):
                    self.takes_output = True
                    other = self.backward_on(scratch, values, upstream, outputs)
                    self.takes_output = fits(other.get(name))
                    claimed = other if self.takes_output else claimed
        except Exception:
            self.sums_loss = self.takes_output = False
        return claimed

    def takes_whole_numbers(self):
        """Whether whole numbers are indices: the forward pass takes them, and no others."""
        name = next(iter(self.inputs), None)
        if not isinstance(self.inputs.get(name), np.ndarray):
            return False
        values = self.fresh({})
        values[name] = values[name] + 0.0
        try:
            whole = self.forward_on(self.fresh_object(), values)[0]
            values[name] = values[name] + 0.25
            return all(same(a, b) for a, b in zip(whole, self.forward_on(self.fresh_object(), values)[0]))  # cast to whole numbers
        except (IndexError, TypeError, KeyError):
            return True
        except Exception:
            pass
        return False

    def loss_gradients(self, holder, gradients):
        rest = gradients[0] if len(gradients) == 1 else list(gradients)
        if isinstance(rest, dict):
            return {str(k): as_float(g, "the gradient of %s" % k) for k, g in rest.items()}
        if isinstance(rest, (list, tuple)):
            return {"params.%d" % i: as_float(g, "a gradient") for i, g in enumerate(rest)}
        inputs = self.float_inputs()
        attributes = [n for n, v in vars(holder).items() if is_array(v)]
        matched = match_name((returned_names(self.method(holder, self.forward_name), 2) or [None])[-1], inputs + attributes)
        return {matched or (attributes + inputs)[0]: as_float(rest, "the gradient")}

    def is_updated_by_backward(self):
        """Whether backward takes a learning rate: it changes the parameters by the gradient, and keeps none."""
        if not self.backward_name:
            return False
        found = parameters(self.method(self.template, self.backward_name)) or []
        return any(p.name in RATES and not is_sole(found, p) for p in found)

    def updated_pairs(self, holder, before):
        """The parameters that a step has changed; their change is the claim."""
        found = []
        for name, value in vars(holder).items():
            if is_array(value) and isinstance(before.get(name), np.ndarray) and before[name].shape == value.shape and not same(before[name], value):
                found.append((name, [("attribute", name)], ("change", name)))
        return found

    def find_pairs(self, holder, before, values, outputs, claimed):
        own = self.profile.get("parameters")
        if not own and self.is_updated_by_backward():
            self.pairs = self.updated_pairs(holder, before)
            return
        if own:
            self.pairs = [(n, self.dotted(n), self.dotted(g)) for n, g in own.items()]
            return
        pairs = []
        if self.keyed:
            for name, group in container(holder, PARAMETERS):
                keys = list(group) if isinstance(group, dict) else list(range(len(group)))
                for key in keys:
                    label = str(key) if isinstance(group, dict) else "params.%d" % key
                    grad = label if label in claimed else next((g for g in claimed if match_name(g, [label])), None)
                    if is_array(unwrapped(group[key])) and grad is not None:
                        pairs.append((label, [("attribute", name), ("key", key)], ("claimed", grad)))
                if pairs:
                    break
            if not pairs:
                for label in claimed:
                    if is_array(getattr(holder, label, None)):
                        pairs.append((label, [("attribute", label)], ("claimed", label)))
            self.pairs = pairs
            return
        self.pairs = self.pairs_of(holder, before, values, outputs, [], 0)
        taken = [p[0] for p in self.pairs]
        self.pairs += [(n, path, ("claimed", n)) for n, path in self.targets().items()
                       if n in claimed and n not in self.inputs and n not in taken]

    def pairs_of(self, holder, before, values, outputs, prefix, depth):
        found = []
        label = ".".join(str(k) for _, k in prefix)
        label = label + "." if label else ""
        for pname, group in container(holder, PARAMETERS):
            for gname, grads in container(holder, GRADIENTS):
                if isinstance(group, dict) and isinstance(grads, dict):
                    for key, value in group.items():
                        gkey = key if key in grads else next((g for g in grads if match_name(str(g), [str(key)])), None)
                        if is_array(unwrapped(value)) and gkey is not None:
                            found.append((label + str(key), prefix + [("attribute", pname), ("key", key)], prefix + [("attribute", gname), ("key", gkey)]))
                elif isinstance(group, (list, tuple)) and isinstance(grads, (list, tuple)) and len(group) == len(grads):
                    for index in range(len(group)):
                        if is_array(unwrapped(group[index])):
                            found.append((label + "params.%d" % index, prefix + [("attribute", pname), ("key", index)], prefix + [("attribute", gname), ("key", index)]))
                if found:
                    return found
        members = vars(holder) if hasattr(holder, "__dict__") else {}
        for name, value in members.items():
            if isinstance(value, dict) and value:
                for key, inner in value.items():
                    grad = next((g for g in value if g != key and isinstance(g, str) and isinstance(key, str) and key in stems(g)), None)
                    if is_array(inner) and grad is not None:
                        found.append((label + str(key), prefix + [("attribute", name), ("key", key)], prefix + [("attribute", name), ("key", grad)]))
        found += self.listed_pairs(members, prefix, label)
        arrays = {n: v for n, v in members.items() if is_array(v) or isinstance(v, (float, np.floating)) and n.lower().strip("_") in WEIGHTS}
        data = [v for v in values.values() if isinstance(v, np.ndarray)] + list(outputs)
        taken = {self.profile.get(k) for k in ("input", "output", "outputGradient", "inputGradient")} | {"X", "x", "Y", "y", "out", "output", "outputs", "inputs", "input"}
        for name, value in arrays.items():
            if name in taken or any(same(value, d) for d in data):
                continue
            grads = [g for g, w in members.items() if g != name and isinstance(w, (np.ndarray, float, np.floating)) and match_name(g, [name]) == name]
            grads = [g for g in grads if g not in taken]
            if not grads:
                continue
            if before is not None and name in before:
                if not same(before[name], value) and isinstance(before[name], np.ndarray):
                    continue  # changed by the pass: state, not a parameter
                if before[name] is None and self.is_renewed(prefix, name):
                    continue  # made by every pass anew: state as well
            elif before is not None and (name.lower().strip("_") not in WEIGHTS or self.is_renewed(prefix, name)):
                continue
            # One that the pass has made comes before one that it has left alone, as a momentum.
            grads.sort(key=lambda g: (np.shape(members[g]) != np.shape(value), before is not None and isinstance(before.get(g), np.ndarray) and same(
                before[g], members[g]), not g.strip("_").startswith("d" + name.strip("_"))))
            found.append((label + name, prefix + [("attribute", name)], prefix + [("attribute", grads[0])]))
        for gname, grads in container(holder, GRADIENTS):
            for name, value in arrays.items() if isinstance(grads, dict) else []:
                grad = next((k for k in grads if k == name or match_name(str(k), [name]) == name), None)
                if grad is not None and is_array(grads[grad]) and np.shape(grads[grad]) == np.shape(value) and all(pair[1][-1][1] != name for pair in found):
                    found.append((label + name, prefix + [("attribute", name)], prefix + [("attribute", gname), ("key", grad)]))
        found += self.unnamed_pairs(members, before, [m for pair in found for m in (pair[1][-1][1], pair[2][-1][1])], data, taken, prefix, label)
        for name, value in members.items():
            own = parameter_object(value)
            if own is not None:
                found.append((label + name, prefix + [("attribute", name), ("attribute", own[0])], prefix + [("attribute", name), ("attribute", own[1])]))
        if depth < 3:
            for name, value in members.items():
                group = value if isinstance(value, (list, tuple)) else [value]
                for index, inner in enumerate(group):
                    if hasattr(inner, "__dict__") and not isinstance(inner, (type, types.ModuleType, types.FunctionType)) and is_user_type(type(inner)):
                        step = [("attribute", name)] + ([("key", index)] if group is value else [])
                        # The parent may hold the arrays of its parts as well.
                        known = [id(reach(self.scratch, pair[1])) for pair in found]
                        found += [pair for pair in self.pairs_of(inner, self.before_of(prefix + step), values, outputs, prefix + step, depth + 1)
                                  if id(reach(self.scratch, pair[1])) not in known]
        return found

    def before_of(self, path):
        """The attributes of an object, or of one inside of it, before the pass; None where they are not known."""
        if self.untouched is None:
            return None
        try:
            return vars(reach_parent(self.untouched, path))
        except Exception:
            return None

    def unnamed_pairs(self, members, before, used, data, taken, prefix, label):
        """Parameters that a pass leaves alone, and gradients that it makes, whose names only resemble each other."""
        arrays = {n: v for n, v in members.items() if is_array(v) and n not in used and n not in taken and not any(same(v, d) for d in data)}
        kept = {n: before is None and n.lower().strip("_0123456789") in WEIGHTS or before is not None and isinstance(
            before.get(n), np.ndarray) and same(before[n], v) for n, v in arrays.items()}
        found, taken = [], set()
        for name in [n for n in arrays if kept[n]]:
            options = [g for g, v in arrays.items() if not kept[g] and g not in taken and v.shape == arrays[name].shape]
            # In a square layer `self.grad` may be what came from above.
            grad = likely_gradient(name, options, all(np.shape(d) != arrays[name].shape for d in data))
            if grad is not None:
                taken.add(grad)
                found.append((label + name, prefix + [("attribute", name)], prefix + [("attribute", grad)]))
        return found

    def listed_pairs(self, members, prefix, label):
        """Parameters in a list or mapping beside one of gradients: `self.Ws` and `self.dWs`."""
        found = []
        for name, group in members.items():
            if not isinstance(group, (list, tuple, dict)) or not group:
                continue
            keys = list(group) if isinstance(group, dict) else list(range(len(group)))
            options = [g for g, own in members.items() if g != name and type(own) in (type(group), list, dict) and isinstance(own, dict) == isinstance(
                group, dict) and len(own) == len(group)]
            partner = next((g for g in options if match_name(g, [name]) == name), None) or likely_gradient(name, options, True)
            earlier = self.before_of(prefix)
            if partner is None or earlier is not None and not self.is_unmoved(earlier.get(name), group, keys):
                continue
            for key in keys:
                if is_array(group[key]) and (not isinstance(group, dict) or key in members[partner]):
                    found.append((label + "%s.%s" % (name, key), prefix + [("attribute", name), ("key", key)], prefix + [("attribute", partner), ("key", key)]))
        return found

    def is_unmoved(self, before, group, keys):
        """Whether a pass has left the arrays of a list or mapping alone: parameters, not what is remembered."""
        try:
            return len(before) == len(group) and all(same(before[key], group[key]) for key in keys if is_array(group[key]))
        except (TypeError, KeyError, IndexError):
            return False

    def is_renewed(self, prefix, name):
        """Whether another forward on the same object gives an attribute other numbers."""
        try:
            holder, kept = self.fresh_object(), []
            for factor in (1.0, 1.01):
                values = self.fresh({})
                values.update({n: values[n] * factor for n in self.float_inputs()})
                self.forward_on(holder, values)
                kept.append(np.array(reach(holder, prefix + [("attribute", name)]), copy=True))
            return not same(*kept)
        except Exception:
            return False

    def dotted(self, text):
        path = []
        for part in str(text).split("."):
            path.append(("key", int(part)) if part.isdigit() else ("attribute", part))
        return path

    def make_lazy(self, scratch, before):
        """Parameters that the first forward makes: the template gets them too, without the pass' other traces."""
        if all(self.has(self.template, path) for _, path, _ in self.pairs):
            return
        template = self.fresh_object()
        self.before_call()
        values = self.fresh({})
        if self.samples:
            values = {n: (v[0].copy() if n in self.float_inputs() else v) for n, v in values.items()}
        self.forward_on(template, values)
        for name in ZEROS:
            method = getattr(template, name, None)
            if callable(method):
                try:
                    method()
                    break
                except Exception:
                    continue
        else:
            for name, value in list(vars(template).items()):
                # A list that the pass has put its caches into is emptied again.
                if isinstance(before.get(name), list) and isinstance(value, list) and name in before and len(value) > 0 and not is_kept(name):
                    if len(before[name]) == 0 or before[name] is not value:
                        setattr(template, name, [])
        self.template = template
        self.can_copy = self.try_copy()

    def has(self, holder, path):
        try:
            return isinstance(reach(holder, path), (np.ndarray, float, np.floating))
        except Exception:
            return False

    def move_constants(self):
        """Biases at 0 and scales at 1 hide mistakes: they are moved a little."""
        generator = np.random.RandomState(11)
        for _, path, _ in self.pairs:
            value = reach(self.template, path)
            if isinstance(value, np.ndarray) and value.size and np.all(value == value.flat[0]) and value.flags.writeable:
                value += np.asarray(0.1 * generator.randn(*value.shape)).astype(value.dtype)

    # -- gradients

    def claim(self, point, upstream):
        if self.unwritten:
            return {}
        values = self.fresh(point)
        holder = self.object_at(values)
        claimed = self.claim_on(holder, point, upstream)
        first = not any(o["code"] in ("accumulates", "stale-cache") for o in self.observations) and not getattr(self, "state_checked", False)
        first = first and not self.is_updated_by_backward()  # the second pass is one at other parameters
        if first:
            self.state_checked = True
            try:
                self.check_state(holder, claimed, point, upstream)
            except Exception:
                pass  # a second pass on one object need not work
        return claimed

    def claim_on(self, holder, point, upstream):
        values = self.fresh(point)
        given = {n: copied(v) for n, v in values.items() if isinstance(v, np.ndarray)}
        held = {name: np.array(reach(holder, path), dtype=np.float64) for name, path in self.parameter_paths()}
        if self.reseed:
            self.before_call()
        if self.samples:
            claimed = self.sampled(holder, values, upstream)[1]
        else:
            outputs, gradients = self.forward_on(holder, values)
            if self.keyed:
                claimed = self.loss_gradients(holder, gradients or ({},))
            else:
                claimed = self.backward_on(holder, values, upstream, outputs)
        self.spoiled(given, values, self.settings["class"])
        result = {n: claimed.get(n) for n in self.names if n not in held}
        for name, path, where in self.pairs:
            if where[0] == "change":
                result[name] = held[name] - reach(holder, path)
                continue
            if not same(held[name], reach(holder, path)):
                self.observe("mutated-input", name, "a pass of %s changes its parameter %s" % (self.settings["class"], name), True)
            if where[0] == "claimed":
                result[name] = claimed.get(where[1])
            else:
                try:
                    value = reach(holder, where)
                except (AttributeError, KeyError, IndexError):
                    value = None
                result[name] = None if value is None else np.array(as_float(value, "the gradient of " + name))
        return {n: (None if g is None else np.array(g)) for n, g in result.items()}

    def check_state(self, holder, first, point, upstream):
        """Does a second pass on the same object repeat the first, and does another point in between matter?"""
        outputs = self.forward_on(self.object_at(self.fresh(point)), self.fresh(point))[0] if not self.samples else None
        if outputs is not None:
            again = self.forward_on(self.object_at(self.fresh(point)), self.fresh(point))[0]
            if not all(same(a, b) for a, b in zip(outputs, again)):
                return
            twice = self.object_at(self.fresh(point))
            passes = []
            for _ in range(2):
                self.before_call()
                passes.append(self.forward_on(twice, self.fresh(point))[0])
            if not all(same(a, b) for a, b in zip(*passes)):
                self.observe("nondeterministic", None, "a second call of one %s gives another output: it draws random numbers, or keeps "
                             "something between calls; fix the seed, or set reseed: true" % self.settings["class"], True)
                return
        second = self.claim_on(holder, point, upstream)
        inputs = [n for n in self.names if self.roles.get(n) != "parameter"]
        grown = [n for n in self.names if first.get(n) is not None and second.get(n) is not None and not close(first[n], second[n])]
        if grown:
            returned = [n for n in grown if n in inputs and np.shape(first[n]) == np.shape(second[n])]
            if returned:
                self.observe("accumulates", returned[0], "the returned gradient of %s grows with every backward" % returned[0], True)
            else:
                self.observe("accumulates", None, "gradients of %s add up over calls until they are zeroed" % ", ".join(grown), False)
            return
        other = {n: (v * 1.01 + 0.01 if n in inputs else v) for n, v in point.items()}
        another = self.object_at(self.fresh(point))
        self.claim_on(another, other, upstream)
        third = self.claim_on(another, point, upstream)
        stale = [n for n in self.names if first.get(n) is not None and third.get(n) is not None and not close(first[n], third[n])]
        if stale:
            self.observe("stale-cache", stale[0], "the gradient of %s depends on an earlier forward: a cache is not renewed" % stale[0], True)


OUTPUT_NAME = re.compile(r"(self_)?(out(put)?s?|y|a|h|act(ivation)?s?|activated|value)_?")


def is_sole(found, parameter):
    """Whether backward takes `eta` and nothing else: the upstream gradient then, no learning rate."""
    return parameter.name == "eta" and [p.name for p in found if p.default is p.empty] == ["eta"]


def close(a, b):
    return np.shape(a) == np.shape(b) and np.allclose(a, b, rtol=1e-9, atol=1e-300, equal_nan=True)


def is_kept(name):
    return any(word in name.lower() for word in ("param", "layer", "grad", "weight", "bias"))


def is_user_type(kind):
    module = sys.modules.get(getattr(kind, "__module__", ""), None)
    return module is not None and is_user_module(module)


class TensorLayer(Subject):
    """A home-made tensor class with `backward()` and a gradient attribute."""

    def prepare(self):
        own = self.settings["tensor"]
        if not isinstance(own, dict) or "class" not in own:
            raise WorkerError("configuration", "tensor: expected a mapping with the key class")
        self.value_name, self.gradient_name = own.get("value", "data"), own.get("gradient", "grad")
        self.options = own.get("options") or {}
        self.source.load()
        self.tensor = self.find_class(own["class"])
        self.expression = self.settings.get("expression")
        self.names = self.wrt or self.float_inputs()
        if self.expression is not None:
            self.code = compile(self.expression, "expression", "eval")
            self.gradient_function = getattr(self.tensor, "backward", None)
        else:
            self.function = self.source.find(self.settings["forward"])
            self.call = Call(self.function, list(self.inputs), self.settings["forward"])
            owner = self.settings["forward"].rpartition(".")[0]
            self.gradient_function = getattr(self.source.find(owner), "backward", self.function) if owner else self.function

    def find_class(self, name):
        try:
            return self.source.find(name)
        except WorkerError:
            module, _, last = name.rpartition(".")
            if not module:
                raise
            return getattr(importlib.import_module(module), last)

    def graph(self, values):
        self.before_call()
        leaves = {}
        for name, value in values.items():
            if name in self.names:
                plain = float(value) if np.shape(value) == () else value
                leaves[name] = self.tensor(plain, **self.options)
            else:
                leaves[name] = value
        if self.expression is not None:
            return eval(self.code, dict(vars(self.source.module), **leaves)), leaves
        return self.call(leaves), leaves

    def outputs(self, values):
        out, _ = self.graph(values)
        return [as_float(getattr(out, self.value_name, out), "the output")]

    def claim(self, point, upstream):
        out, leaves = self.graph(self.fresh(point))
        self.run_backward(out, upstream)
        claimed = {n: self.read(leaves[n]) for n in self.names}
        if not getattr(self, "state_checked", False):
            self.state_checked = True
            try:
                self.run_backward(out, upstream)
                grown = [n for n in self.names if claimed[n] is not None and not close(claimed[n], self.read(leaves[n]))]
                if grown:
                    self.observe("accumulates", None, "gradients of %s add up over calls until they are zeroed" % ", ".join(grown), False)
            except Exception:
                pass
        return claimed

    def run_backward(self, out, upstream):
        method = getattr(out, "backward")
        found = [p for p in parameters(method) or [] if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
        if not found:
            if np.shape(upstream[0]) != ():
                raise WorkerError("arguments", "backward of the tensor class takes no upstream gradient, and the output is not a number")
            method()
        elif np.shape(upstream[0]) == () and found[0].default is not found[0].empty:
            method()
        else:
            try:
                method(self.tensor(upstream[0].copy()))
            except (TypeError, AttributeError):
                method(upstream[0].copy())

    def read(self, leaf):
        value = getattr(leaf, self.gradient_name, None)
        value = getattr(value, self.value_name, value) if not isinstance(value, (np.ndarray, float, int)) else value
        return None if value is None else np.array(as_float(value, "a gradient"), dtype=np.float64)


def library(name):
    """A library that computes gradients, where it is installed."""
    try:
        found = importlib.import_module(name)
    except ImportError:
        found = None
    if found is None or isinstance(found, StubModule):
        raise WorkerError("ModuleNotFoundError", "%s is not installed for %s" % (name, sys.executable), missing=True)
    return found


class TorchLayer(Subject):
    """A function, `autograd.Function` or module whose gradient torch computes."""

    def prepare(self):
        self.torch = library("torch")
        torch = self.torch
        found = self.source.find(self.settings["torch"])
        self.gradient_function = found
        self.module = None
        self.kind_type = torch.float32 if self.single else torch.float64
        if inspect.isclass(found) and issubclass(found, torch.nn.Module):
            self.before_call()
            initial = self.settings.get("init")
            made = found(**initial) if isinstance(initial, dict) else found(*(initial or []))
            self.module = made.to(self.kind_type).train()
            function = self.module
        elif isinstance(found, torch.nn.Module):
            self.module = function = found.to(self.kind_type)
        elif inspect.isclass(found) and issubclass(found, torch.autograd.Function):
            function = found.apply
            self.gradient_function = found.backward
        else:
            function = found
        self.call = Call(function.forward if self.module is not None else function, list(self.inputs), self.settings["torch"])
        self.names = self.wrt or self.float_inputs()
        self.parameters = {}
        if self.module is not None:
            for name, parameter in self.module.named_parameters():
                self.parameters[name] = parameter
                self.names.append(name)
                self.base[name] = parameter.detach().numpy().astype(np.float64).copy()
                self.roles[name] = "parameter"

    def tensors(self, values, requires):
        torch, made = self.torch, {}
        for name, value in values.items():
            if isinstance(value, np.ndarray) and name not in self.parameters:
                tensor = torch.from_numpy(np.ascontiguousarray(value)).clone()
                if name in self.names:
                    tensor = tensor.to(self.kind_type).requires_grad_(requires)
                made[name] = tensor
            elif name not in self.parameters:
                made[name] = value
        with torch.no_grad():
            for name, parameter in self.parameters.items():
                if name in values:
                    parameter.copy_(torch.from_numpy(np.array(values[name])))
                    parameter.grad = None
        return made

    def result(self, values, requires):
        self.before_call()
        made = self.tensors(values, requires)
        out = self.call(made)
        outs = [o for o in (out if isinstance(out, (tuple, list)) else [out]) if hasattr(o, "detach") and o.is_floating_point()]
        return outs, made

    def outputs(self, values):
        with self.torch.set_grad_enabled(False):
            outs, _ = self.result(values, False)
        return [o.detach().numpy() for o in outs]

    def claim(self, point, upstream):
        outs, made = self.result(self.fresh(point), True)
        pairs = [(o, self.torch.from_numpy(np.array(v)).to(o.dtype)) for o, v in zip(outs, upstream) if o.requires_grad]
        if not pairs:
            return {}
        self.torch.autograd.backward([o for o, _ in pairs], [v for _, v in pairs])
        claimed = {}
        for name in self.names:
            gradient = self.parameters[name].grad if name in self.parameters else made[name].grad
            claimed[name] = None if gradient is None else gradient.detach().numpy().astype(np.float64)
        return claimed


class JaxLayer(Subject):
    """A function whose gradient jax computes."""

    def prepare(self):
        self.jax = library("jax")
        self.jax.config.update("jax_enable_x64", not self.single)
        self.function = self.gradient_function = self.source.find(self.settings["jax"])
        self.call = Call(self.function, list(self.inputs), self.settings["jax"])
        self.names = self.wrt or self.float_inputs()

    def outputs(self, values):
        self.before_call()
        out = self.call(values)
        return [np.asarray(o) for o in (out if isinstance(out, (tuple, list)) else [out])]

    def claim(self, point, upstream):
        values = self.fresh(point)

        def function(own):
            out = self.call(dict(values, **own))
            return list(out) if isinstance(out, (tuple, list)) else [out]

        outs, pullback = self.jax.vjp(function, {n: values[n] for n in self.names})
        gradients, = pullback([self.jax.numpy.asarray(v, dtype=o.dtype) for o, v in zip(outs, upstream)])
        return {n: np.asarray(g) for n, g in gradients.items()}


def make_subject(settings, single):
    file = settings.get("python")
    if not file:
        raise WorkerError("configuration", "the key python is missing: which file holds the layer?")
    extra = settings.get("pythonPath") or []
    extra = [extra] if isinstance(extra, str) else list(extra)
    key = (os.path.realpath(file), tuple(extra))
    if key not in SOURCES:
        SOURCES[key] = Source(file, extra)
    source = SOURCES[key]
    source.activate()
    source.load()
    if settings.get("torch"):
        kind = TorchLayer
    elif settings.get("jax"):
        kind = JaxLayer
    elif settings.get("tensor"):
        kind = TensorLayer
    elif settings.get("class"):
        kind = ClassLayer
    elif settings.get("derivative") is not None or settings.get("gradient") is not None:
        kind = PlainFunction
    elif settings.get("loss"):
        kind = LossFunction
    elif settings.get("forward"):
        kind = Layer
    else:
        raise WorkerError("configuration", "expected one of forward, loss, class, torch, jax")
    return kind(source, settings, single)


# ---------------------------------------------------------------------------------------------- recognition


SHAPES = {
    "affine": {"x": "normal(5,2,3)", "w": "normal(6,5)", "b": "normal(5)"},
    "relu": {"x": "normal(6,7)"},
    "affine_relu": {"x": "normal(5,2,3)", "w": "normal(6,5)", "b": "normal(5)"},
    "batchnorm": {"x": "normal(7,5)", "gamma": "normal(5)", "beta": "normal(5)", "bn_param": '{"mode": "train"}'},
    "layernorm": {"x": "normal(7,5)", "gamma": "normal(5)", "beta": "normal(5)", "ln_param": "{}"},
    "dropout": {"x": "normal(6,9)", "dropout_param": '{"mode": "train", "p": 0.6, "seed": 123}'},
    "conv": {"x": "normal(2,3,5,6)", "w": "normal(4,3,3,3)", "b": "normal(4)", "conv_param": '{"stride": 1, "pad": 1}'},
    "max_pool": {"x": "normal(2,3,7,9)", "pool_param": '{"pool_height": 3, "pool_width": 3, "stride": 2}'},
    "spatial_batchnorm": {"x": "normal(3,4,4,5)", "gamma": "normal(4)", "beta": "normal(4)", "bn_param": '{"mode": "train"}'},
    "spatial_groupnorm": {"x": "normal(2,6,4,5)", "gamma": "normal(1,6,1,1)", "beta": "normal(1,6,1,1)", "G": "2", "gn_param": "{}"},
    "rnn_step": {"x": "normal(4,5)", "prev_h": "normal(4,6)", "Wx": "normal(5,6)", "Wh": "normal(6,6)", "b": "normal(6)"},
    "rnn": {"x": "normal(2,3,5)", "h0": "normal(2,6)", "Wx": "normal(5,6)", "Wh": "normal(6,6)", "b": "normal(6)"},
    "lstm_step": {"x": "normal(4,5)", "prev_h": "normal(4,6)", "prev_c": "normal(4,6)", "Wx": "normal(5,24)", "Wh": "normal(6,24)", "b": "normal(24)"},
    "lstm": {"x": "normal(2,3,5)", "h0": "normal(2,6)", "Wx": "normal(5,24)", "Wh": "normal(6,24)", "b": "normal(24)"},
    "word_embedding": {"x": "integers(2,4,below=5)", "W": "normal(5,3)"},
    "temporal_affine": {"x": "normal(2,3,4)", "w": "normal(4,5)", "b": "normal(5)"},
}
# Where overlapping windows are refused, plain ones are tried.
PLAIN = {"max_pool": {"x": "normal(2,3,6,8)", "pool_param": '{"pool_height": 2, "pool_width": 2, "stride": 2}'}}
# Sizes are prime: a factor that somebody forgot is told from the size of a batch by its value.
LINEAR = {"W": "normal(7,5)", "X": "normal(11,7)", "y": "integers(11,below=5)", "reg": "0.3"}
OUTPUT_LOSS = {"x": "normal(7,5)", "y": "integers(7,below=5)"}
FORWARD_WORDS = (("forward", "backward"), ("fwd", "bwd"), ("fprop", "bprop"), ("Forward", "Backward"), ("forwards", "backwards"))
STEM = r"_?(forward|fwd|fprop|Forward)(_pass)?(_naive|_fast|_vectorized)?$|^(forward|fwd|fprop)_"
LABELS = ("y", "t", "labels", "target", "targets", "y_true")
FLAGS = ("prime", "derivative", "deriv", "grad", "derive", "der")
UPSTREAM = re.compile(r"d_?out(put)?s?|d_?y|upstream\w*|grad_?(out(put)?|y|in)?|out(put)?_grad(ient)?|g|delta|d_?values?|dz|dA|dL\w*|err(or)?")
MOST_GUESSES = 12

# What arguments are called, by what they are. The first that fits counts.
ARGUMENTS = {
    "activation": r"activation(_function|_fn|_name|_type)?|act(_fn)?|nonlinearity",
    "setting": r"(conv|pool|bn|ln|gn|dropout|layer|norm|batchnorm)_?params?|h?param(eter)?s|hparameters|hyper_?params?|config|cfg|options|opts",
    "regularization": r"reg|lam|lamda|lambda_?|lambd|lmbda|l2|l2_reg|weight_decay|wd|reg_strength|regularization|decay",
    "label": r"y|t|labels?|targets?|y_true|ys|ts|true|truth|gt|Y|T|y_batch|y_train|ground_truth|answers?|actuals?|onehot|one_hot|y_?one_?hot|target_labels|tgt",
    "prediction": r"y_?pred|y_?hat|pred(iction)?s?|probs?|yhat|Y_?hat|AL|outputs?|Y_?pred|p|q|y_?p|a_?out|A2|A3|o",
    "scores": r"logits?|scores?",
    "indices": r"idx|ids|index|indices|tokens|token_ids|words|word_ids",
    "hidden": r"h|prev|h_?prev|prev_?h|h_?0|h_?t|ht|h_prev_t|hidden|hidden_state|prev_hidden|a_prev_t|state|a0|ht_1|h_?old|hprev",
    "cell": r"c|c_?prev|prev_?c|c_?0|cell|cell_state|c_?old|cprev",
    "input gate weight": r"w_?x|w_?xh|w_?ax|w_?ih|u|w_?hx|weights_?x|w_?in",
    "hidden gate weight": r"w_?h|w_?hh|w_?aa|v|weights_?h|w_?rec",
    "scale": r"gamma|g|scale",
    "shift": r"beta|shift",
    "bias": r"b\d?|b_?curr|bias(es)?|b_?h|b_?a|bias_vector|B|intercept",
    "weight": r"w\d?|w_?curr|weights?|weight_matrix|kernels?|filters?|theta|W_matrix|W1|k|f|F",
    "embedding": r"embedding(s|_matrix)?|E|emb|table",
    "mask": r"mask",
    "rate": r"rate|ratio|dropout_ratio|drop_?prob|keep_?prob|p_?drop|dropout_rate|drop_?rate|prob",
    "stride": r"strides?",
    "pad": r"pad(ding)?",
    "size": r"(pool|kernel|filter|window|k)_?size|ksize|pool|size|pool_?h(eight)?|pool_?w(idth)?|kernel_?h|kernel_?w|p_?h|p_?w|HH|WW|fh|fw",
    "epsilon": r"eps(ilon)?",
    "slope": r"alpha|slope|negative_slope|leak|leaky_slope|delta|temperature|tau|margin|c|beta_",
    "data": r"x\w?|xs|x_?t|x_?in|x_?input|inputs?|input_?\w*|inp|in_|z|z\d|a\d?|a_?prev|data|features?|batch|arr(ay)?|imgs?|images?|value|v|net|s|input_data|layer_input|bottom|signal|t",
}
ARGUMENTS = {role: re.compile(pattern, re.IGNORECASE if role not in ("label",) else 0) for role, pattern in ARGUMENTS.items()}
# Sizes of constructors.
SIZE_IN = r"(n_?|num_?|dim_?)?(in|input|inputs|features|channels|visible)(_?(size|dim|d|features|channels|units|nodes|num|n|count|shape))?|fan_?in|nin|d_?in|d|input_dims|d_model|normalized_shape|num_features|dims?|width|vocab_?size|num_embeddings|in_ch|c_?in|prev_?\w*"
SIZE_HIDDEN = r"(n_?|num_?)?hidden(_?(size|dim|units|nodes|features|num))?|h|hidden_dims"
SIZE_OUT = r"(n_?|num_?|dim_?)?(out|output|outputs|neurons|units|nodes|classes|filters|kernels)(_?(size|dim|d|features|channels|units|nodes|num|n|count|depth))?|fan_?out|nout|d_?out|m|n_?classes|num_classes|out_ch|c_?out|embed(ding)?_?(size|dim)|num_?units|layer_size"
SIZE_IN, SIZE_HIDDEN, SIZE_OUT = (re.compile(p, re.IGNORECASE) for p in (SIZE_IN, SIZE_HIDDEN, SIZE_OUT))
SETTINGS = {"stride": "2", "pad": "1", "f": "3", "pool_height": "2", "pool_width": "2", "mode": "train", "p": "0.6", "seed": "123",
            "eps": "1.0e-5", "momentum": "0.9"}
SETTING = "{%s}" % ", ".join("%s: %s" % pair for pair in SETTINGS.items())
NUMBERS = {"regularization": "0.3", "rate": "0.4", "stride": "1", "pad": "1", "size": "2", "epsilon": "0.001", "slope": "0.3", "setting": SETTING, "activation": "relu"}

# What the arrays of a layer may look like together, the commonest first. `-` in a name: the first fits such layers only.
LAYOUTS = {
    "row": {"data": "normal(7,5)", "weight": "normal(5,3)", "bias": "normal(3)", "scale": "normal(5)", "shift": "normal(5)",
            "mask": "uniform(7,5,low=0.2,high=2)", "scores": "normal(7,5)", "prediction": "uniform(7,5,low=0.1,high=0.9)"},
    "row, bias in a row": {"data": "normal(7,5)", "weight": "normal(5,3)", "bias": "normal(1,3)", "scale": "normal(1,5)", "shift": "normal(1,5)"},
    "rows of weights": {"data": "normal(7,5)", "weight": "normal(3,5)", "bias": "normal(3)"},
    "column": {"data": "normal(5,7)", "weight": "normal(3,5)", "bias": "normal(3,1)", "scale": "normal(5,1)", "shift": "normal(5,1)",
               "prediction": "uniform(1,7,low=0.1,high=0.9)"},
    "vector": {"data": "normal(5)", "weight": "normal(3,5)", "bias": "normal(3)", "scale": "normal(5)", "shift": "normal(5)",
               "scores": "normal(5)", "prediction": "uniform(5,low=0.1,high=0.9)"},
    "vector, rows": {"data": "normal(5)", "weight": "normal(5,3)", "bias": "normal(3)"},
    "single column": {"data": "normal(5,1)", "weight": "normal(3,5)", "bias": "normal(3,1)"},
    "one row": {"data": "normal(1,5)", "weight": "normal(5,3)", "bias": "normal(1,3)"},
    "linear model": {"data": "normal(7,5)", "weight": "normal(5)", "bias": "normal()"},
    "linear model, one column": {"data": "normal(7,5)", "weight": "normal(5,1)", "bias": "normal()"},
    "linear model, columns": {"data": "normal(5,7)", "weight": "normal(5,1)", "bias": "normal()"},
    "folded": {"data": "normal(6,2,2)", "weight": "normal(4,5)", "bias": "normal(5)"},
    "cell": {"data": "normal(3,4)", "hidden": "normal(3,5)", "cell": "normal(3,5)", "input gate weight": "normal(4,5)",
             "hidden gate weight": "normal(5,5)", "bias": "normal(5)"},
    "four gates": {"data": "normal(3,4)", "hidden": "normal(3,5)", "cell": "normal(3,5)", "input gate weight": "normal(4,20)",
                   "hidden gate weight": "normal(5,20)", "bias": "normal(20)"},
    "three gates": {"data": "normal(3,4)", "hidden": "normal(3,5)", "input gate weight": "normal(4,15)",
                    "hidden gate weight": "normal(5,15)", "bias": "normal(15)"},
    "cell, columns": {"data": "normal(4,3)", "hidden": "normal(5,3)", "cell": "normal(5,3)", "input gate weight": "normal(5,4)",
                      "hidden gate weight": "normal(5,5)", "bias": "normal(5,1)"},
    "cell, rows of weights": {"data": "normal(3,4)", "hidden": "normal(3,5)", "cell": "normal(3,5)", "input gate weight": "normal(5,4)",
                              "hidden gate weight": "normal(5,5)", "bias": "normal(5)"},
    "cell, one column": {"data": "normal(4,1)", "hidden": "normal(5,1)", "cell": "normal(5,1)", "input gate weight": "normal(5,4)",
                         "hidden gate weight": "normal(5,5)", "bias": "normal(5,1)"},
    "sequence": {"data": "normal(2,3,4)", "hidden": "normal(2,5)", "cell": "normal(2,5)", "input gate weight": "normal(4,5)",
                 "hidden gate weight": "normal(5,5)", "bias": "normal(5)", "weight": "normal(4,5)", "scale": "normal(4)", "shift": "normal(4)",
                 "mask": "uniform(2,3,low=0.2,high=2)"},
    "sequence, four gates": {"data": "normal(2,3,4)", "hidden": "normal(2,5)", "cell": "normal(2,5)", "input gate weight": "normal(4,20)",
                             "hidden gate weight": "normal(5,20)", "bias": "normal(20)"},
    "table": {"indices": "integers(2,4,below=6)", "weight": "normal(6,5)", "embedding": "normal(6,5)", "data": "integers(2,4,below=6)"},
    "plain signal": {"data": "normal(8)", "weight": "normal(3)", "bias": "normal()"},
    "image": {"data": "normal(2,3,5,7)", "weight": "normal(4,3,3,3)", "bias": "normal(4)", "scale": "normal(3)", "shift": "normal(3)"},
    "image, even": {"data": "normal(2,3,6,4)", "weight": "normal(4,3,3,3)", "bias": "normal(4)", "scale": "normal(1,3,1,1)", "shift": "normal(1,3,1,1)"},
    "image, bias in a column": {"data": "normal(2,3,5,7)", "weight": "normal(4,3,3,3)", "bias": "normal(4,1)"},
    "image, channels last": {"data": "normal(2,5,7,3)", "weight": "normal(3,3,3,4)", "bias": "normal(1,1,1,4)"},
    "image, channels last, bias in a list": {"data": "normal(2,5,7,3)", "weight": "normal(3,3,3,4)", "bias": "normal(4)"},
    "image, groups": {"data": "normal(2,4,3,5)", "scale": "normal(1,4,1,1)", "shift": "normal(1,4,1,1)"},
    "image, groups, scale in a list": {"data": "normal(2,4,3,5)", "scale": "normal(4)", "shift": "normal(4)"},
    "image, a filter a channel": {"data": "normal(2,3,5,6)", "weight": "normal(3,3,3)", "bias": "normal(3)"},
    "image, a filter a channel, alone": {"data": "normal(2,3,5,6)", "weight": "normal(3,1,3,3)", "bias": "normal(3)"},
    "visible units": {"data": "uniform(7,5,low=0,high=1)", "hidden": "uniform(7,3,low=0,high=1)", "weight": "normal(5,3)",
                      "visible bias": "normal(5)", "bias": "normal(3)"},
    "one image": {"data": "normal(3,6,6)", "weight": "normal(4,3,3,3)", "bias": "normal(4)"},
    "one image, channels last": {"data": "normal(6,6,3)", "weight": "normal(4,3,3,3)", "bias": "normal(4)"},
    "plane": {"data": "normal(6,6)", "weight": "normal(3,3)", "bias": "normal()"},
    "signal": {"data": "normal(2,3,7)", "weight": "normal(4,3,3)", "bias": "normal(4)"},
    "bias alone": {"data": "normal(7,5)", "bias": "normal(5)"},
    "bias alone, in a row": {"data": "normal(7,5)", "bias": "normal(1,5)"},
    "sequence, three gates": {"data": "normal(2,3,4)", "hidden": "normal(2,5)", "input gate weight": "normal(4,15)",
                              "hidden gate weight": "normal(5,15)", "bias": "normal(15)"},
    "square": {"data": "normal(5,5)", "weight": "normal(5,5)", "bias": "normal(5)"},
}
LABEL_FORMS = {
    "row": ["integers(7,below=3)", "{values: [[1.0,0,0,0,0],[0,0,1.0,0,0],[0,1.0,0,0,0],[0,0,0,1.0,0],[0,0,0,0,1.0],[0,1.0,0,0,0],[1.0,0,0,0,0]]}",
            "{values: [1.0,0,1.0,1.0,0,0,1.0]}", "uniform(7,5,low=0.1,high=0.9)"],
    "column": ["{values: [[1.0,0,1.0,1.0,0,0,1.0]]}"],
    "linear model": ["{values: [1.0,0,1.0,1.0,0,0,1.0]}", "{values: [1.0,-1.0,1.0,1.0,-1.0,-1.0,1.0]}", "normal(7)"],
    "linear model, one column": ["{values: [[1.0],[0],[1.0],[1.0],[0],[0],[1.0]]}"],
    "linear model, columns": ["{values: [[1.0,0,1.0,1.0,0,0,1.0]]}"],
    "vector": ["{values: [0,0,1.0,0,0]}", "integers(5,below=2)", "normal(5)", "2"],
    "sequence": ["integers(2,3,below=3)"],
    "image": ["normal(2,3,5,7)"],
}


def role_of(name, roles=ARGUMENTS):
    for role, pattern in roles.items():
        if pattern.fullmatch(name):
            return role
    return None


def layouts_for(word, roles):
    """Which layouts are tried for a layer of this name and these roles, the likeliest first."""
    word = word.lower()
    if "depthwise" in word or "separable" in word:
        order = ["image, a filter a channel", "image, a filter a channel, alone", "image"]
    elif "group" in word and "norm" in word:
        order = ["image, groups", "image, groups, scale in a list"]
    elif "visible bias" in roles:
        order = ["visible units"]
    elif any(w in word for w in ("conv", "pool", "im2col", "upsampl", "zero_pad", "padding", "spatial", "2d")):
        order = (["signal"] if "1d" in word else []) + ["image", "image, even", "image, bias in a column", "image, channels last", "image, channels last, bias in a list",
                 "one image", "one image, channels last", "plane", "signal", "plain signal", "row"]
        order = list(dict.fromkeys(order))
    elif "embed" in word or "indices" in roles:
        order = ["table"]
    elif any(w in word for w in ("time", "sequence", "temporal", "seq")):
        order = ["sequence", "sequence, four gates", "sequence, three gates", "row"]
    elif "lstm" in word:
        order = ["four gates", "sequence, four gates", "cell, columns", "cell"]
    elif "gru" in word:
        order = ["three gates", "cell", "cell, columns"]
    elif "rnn" in word or "recurrent" in word or "hidden" in roles:
        order = ["cell", "sequence", "cell, columns", "cell, rows of weights", "cell, one column", "four gates", "three gates"]
    elif any(w in word for w in ("attention", "flatten", "reshape", "positional")):
        order = ["sequence", "image", "row", "square"]
    else:
        order = ["row", "row, bias in a row", "rows of weights", "column", "one row", "vector", "vector, rows",
                 "single column", "folded", "square", "sequence", "image", "table"]
        if "bias" in roles and "weight" not in roles:
            order = ["bias alone", "bias alone, in a row"] + order
    if "label" in roles:
        linear = ["linear model", "linear model, one column", "linear model, columns"] if "weight" in roles else []
        order = linear + ([o for o in order if o in LABEL_FORMS] or ["row"])
    return order


def logged_in(node):
    """The arguments of a function that it takes the logarithm of: probabilities."""
    names = [a.arg for a in node.args.args]
    found = []
    for call in walk_function(node):
        if isinstance(call, ast.Call) and isinstance(call.func, (ast.Attribute, ast.Name)) and getattr(call.func, "attr", getattr(call.func, "id", "")) == "log":
            plain = [n for a in call.args for n in ast.walk(a)]
            if not any(isinstance(n, ast.Call) and getattr(n.func, "attr", "") not in ("clip", "maximum", "minimum") for n in plain):
                found += [n.id for n in plain if isinstance(n, ast.Name) and n.id in names]
    return list(dict.fromkeys(found))


def made_whole(node):
    """The arguments of a function that it makes whole numbers of at once, `x.astype(int)`: indices."""
    names = [a.arg for a in node.args.args]
    found = []
    for call in walk_function(node):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name):
            kind = call.func.attr == "astype" and call.args and ast.unparse(call.args[0]) or ""
            value = call.func.value.id
            if call.func.attr in ("int64", "int32", "intp") and call.args and isinstance(call.args[0], ast.Name):
                kind, value = "int", call.args[0].id
            if re.fullmatch(r"(np\.|numpy\.)?u?int(p|8|16|32|64|_)?|['\"]u?int(8|16|32|64)?['\"]", kind) and value in names:
                found.append(value)
    return found


def combinations(word, names, node=None, given=None):
    """Inputs by name for arguments of these names: several guesses, the likeliest first."""
    keys, logged, whole = (looked_up(node), logged_in(node), made_whole(node)) if node is not None else ({}, [], [])
    roles = {name: role_of(name) for name in names}
    roles.update({n: "indices" for n in whole if n in names and roles[n] != "label"})
    roles.update({n: "prediction" for n in names if n in logged and roles[n] != "label"})
    if len(names) == 2 and "label" in roles.values():
        roles.update({n: "prediction" for n in logged[:1] if "prediction" not in roles.values() and len([m for m in names if m in logged]) == 1})
    if re.search(r"rnn|lstm|gru|cell|recurrent", word.lower()) and "hidden" not in roles.values():
        # `a_prev` beside `xt`: the state, which other layers call their input.
        for name in [n for n in names if roles[n] == "data"][1:2]:
            roles[name] = "hidden"
    if len(names) == 1 and roles[names[0]] not in ("indices", "setting"):
        roles[names[0]] = "data"
    if "v" in names and "W" in names and len(names) > 3:
        # Machines of visible and hidden units: v, h, W and a bias for each, the visible one first.
        biases = [n for n in names if n in ("a", "b", "c", "bv", "bh", "vb", "hb", "b_v", "b_h", "vbias", "hbias")]
        if len(biases) == 2:
            roles.update({"v": "data", "W": "weight", biases[0]: "visible bias", biases[1]: "bias"})
    if "norm" in word.lower():
        roles = {n: "scale" if r == "weight" else r for n, r in roles.items()}
    if "scale" in roles.values() and "weight" not in roles.values():
        roles = {n: "shift" if r == "bias" else r for n, r in roles.items()}
    if sorted(n.lower() for n in names) in (["k", "q", "v"], ["key", "query", "value"], ["keys", "queries", "values"]):
        return [{n: own for n in names} for own in ("normal(2,3,5)", "normal(3,5)", "normal(2,2,3,5)")]
    if list(roles.values()).count("data") == 0:
        for wanted in ("hidden", "prediction", "scores", "label", "weight"):
            first = next((n for n in names if roles[n] == wanted or roles[n] is None), None)
            if first is not None and (given is None or roles[first] != "weight"):
                if roles[first] != "prediction" and roles[first] != "scores":
                    roles[first] = "data"
                break
    if len(names) == 2 and set(roles.values()) == {"data"} or sorted(n.lower() for n in names) in (["x", "y"], ["a", "b"]) and not any(
            w in word.lower() for w in ("loss", "entropy", "error", "mse", "svm", "hinge", "softmax", "cost")):
        pairs = [{n: layout for n in names} for layout in ("normal(7,5)", "normal(2,3,4)")]
        pairs.append({names[0]: "normal(7,5)", names[1]: "normal(5,3)"})
        return pairs
    found = []
    for layout in layouts_for(word, set(roles.values()) | (given or set())):
        table = LAYOUTS[layout]
        labels = LABEL_FORMS.get(layout, []) if "label" in roles.values() else [None]
        if "label" in roles.values() and any(roles[n] == "prediction" for n in names) or any(w in word.lower() for w in ("mse", "squared", "bce", "binary", "mae", "huber", "l1", "l2")):
            labels = labels[1:] + labels[:1]
        for label in labels:
            made = {}
            for name in names:
                role = roles[name]
                own = label if role == "label" else NUMBERS.get(role) or table.get(role)
                if role == "setting" and keys and keys.get(name):
                    own = setting_of(keys[name], table)
                if own is None:
                    own = table["data"] if role in ("data", "prediction", "scores") and "data" in table else None
                if own is None:
                    break
                made[name] = own
            else:
                if made not in found:
                    found.append(made)
    alike = [n for n in names if roles[n] not in NUMBERS and roles[n] not in ("label", "indices", "setting")]
    if len(alike) > 1 and len(alike) == len(names) and not any(r and ("weight" in r or r == "bias") for r in roles.values()):
        found += [{n: own for n in names} for own in ("normal(7,5)", "normal(5,5)", "normal(2,3,4)")]
    return found


def setting_of(keys, table):
    """A mapping with the keys that a function looks up: arrays of parameters, or settings."""
    made = {}
    for key in keys:
        role = role_of(key)
        if key in SETTINGS:
            made[key] = SETTINGS[key]
        elif role in table and role != "data":
            made[key] = yaml_array(table[role])
        elif role in NUMBERS and role != "setting":
            made[key] = NUMBERS[role]
        elif re.match(r"[wW]", key) and ("weight" in table or "hidden gate weight" in table):
            made[key] = yaml_array(table.get("hidden gate weight") or table["weight"])
        elif re.match(r"[bB]", key) and "bias" in table:
            made[key] = yaml_array(table["bias"])
    return "{%s}" % ", ".join("%s: %s" % pair for pair in made.items())


def yaml_array(text):
    return "{%s}" % re.sub(r"^(\w+)\(([\d,]*).*\)$", r"\1: [\2]", text)


def looked_up(node):
    """The text keys that a function looks up in each of its arguments."""
    found = {}
    names = {a.arg for a in node.args.args}
    for inner in walk_function(node):
        key = None
        if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name) and isinstance(inner.ctx, ast.Load):
            key = inner.slice
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and inner.func.attr in ("get", "setdefault") and isinstance(
                inner.func.value, ast.Name) and inner.args:
            key, inner = inner.args[0], inner.func
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and inner.value.id in names:
            known = found.setdefault(inner.value.id, [])
            if key.value not in known:
                known.append(key.value)
    return found


def recognise(file):
    """What a file holds that can be checked, from its text alone: nothing of it is run."""
    tree = parsed(file)
    functions = {n.name: n for n in tree.body if isinstance(n, ast.FunctionDef)}
    own = {n.name: n for n in tree.body if isinstance(n, ast.ClassDef)}
    classes = dict(imported_classes(file, tree), **own)
    found, partners = [], set()
    for name, node in functions.items():
        for back in backwards_of(name, functions):
            several = len(backwards_of(name, functions)) > 1
            partners.add(back)
            stem = re.sub(STEM, "", name)
            found.append(entry(back if several else name, "forward and backward", node, "forward", name, {"backward": back}, guess(stem, node)))
    for name, node in functions.items():
        if name in partners or any(f["target"] == name for f in found) or name.startswith("_"):
            continue
        found += function_entries(name, node, functions, partners)
    for name, node in own.items():
        found += class_entries(name, node, classes)
    found.sort(key=lambda f: f["line"])
    return found


def imported_classes(file, tree, depth=0):
    """Classes of files nearby that a file imports, by the name that it has for them: bases of its own."""
    found, folder = {}, os.path.dirname(os.path.realpath(file))
    above = [folder]
    while os.path.dirname(above[-1]) != above[-1] and len(above) < 6:
        above.append(os.path.dirname(above[-1]))
    for node in tree.body:
        names = []
        if isinstance(node, ast.ImportFrom):
            module = (node.module or "").replace(".", os.sep)
            places = above[node.level - 1:node.level] if node.level else above
            names = [(module, a.name, a.asname or a.name) for a in node.names]
            names += [(os.path.join(module, a.name), None, a.asname or a.name) for a in node.names]
        elif isinstance(node, ast.Import):
            places = above
            names = [(a.name.replace(".", os.sep), None, a.asname or a.name) for a in node.names]
        for module, wanted, shown in names:
            path = next((os.path.join(p, module + ".py") for p in places if os.path.isfile(os.path.join(p, module + ".py"))), None)
            if path is None or depth > 3 or os.path.realpath(path) == os.path.realpath(file):
                continue
            try:
                inner = parsed(path)
            except Exception:
                continue
            there = dict(imported_classes(path, inner, depth + 1), **{n.name: n for n in inner.body if isinstance(n, ast.ClassDef)})
            for name, value in there.items():
                if wanted in (name, "*"):
                    found[name if wanted == "*" else shown] = value
                elif wanted is None:
                    found[shown + "." + name] = value
                found.setdefault(name, value)  # a base's own base
    return found


def backwards_of(name, functions):
    options = []
    stem = re.sub(STEM, "", name)
    for a, b in FORWARD_WORDS:
        if a in name:
            options.append(name.replace(a, b))
            # Another backward of the same layer, unless a forward of its own stands beside it.
            others = [name.replace(a, b).replace("_naive", "").replace("_fast", "").replace("_vectorized", "")]
            others += [o for o in functions if stem and o.startswith(stem + "_" + b)]
            options += [o for o in others if o.replace(b, a) not in functions]
    if not options:
        # `relu(Z)` beside `relu_backward(dA, cache)`.
        options = [o for o in (name + "_backward", name + "_back", name + "_bwd", "backward_" + name, name + "Backward", name + "_backprop")
                   if o in functions and len(required(functions[o])) > len([a for a in required(functions[o]) if a in required(functions[name])])
                   and len(required(functions[o])) > 1]
    return [o for o in dict.fromkeys(options) if o in functions and o != name]


def function_entries(name, node, functions, partners):
    for option in (name + "_derivative", name + "_prime", name + "_grad", name + "_gradient", "d_" + name, name + "_backward", "grad_" + name,
                   "d" + name, name + "_deriv", name + "_der", "derivative_" + name, "gradient_" + name, name + "_d", name + "Prime",
                   "deriv_" + name, name + "_derivate", "derivative_of_" + name, name + "Derivative", name + "Grad"):
        if option in functions:
            partners.add(option)
            return [entry(name, "function and derivative", node, "forward", name, {"derivative": option}, guess(name, node))]
    inner = [n.name for n in walk_function(node) if isinstance(n, ast.FunctionDef)]
    if any(isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple) and isinstance(n.value.elts[-1], ast.Name) and n.value.elts[-1].id in inner
           for n in walk_function(node)):
        return [entry(name, "function that returns its backward", node, "forward", name, {}, guess(name, node))]
    flags = [a.arg for a in node.args.args if a.arg in FLAGS]
    if flags:
        return [entry(name, "function with the flag " + flags[0], node, "forward", name, {"flag": flags[0]}, guess(name, node, leave=flags))]
    word = name.lower()
    is_loss = any(w in word for w in ("loss", "cost", "svm", "softmax", "hinge", "entropy", "mse", "propagate", "objective"))
    # `evaluate_loss` returns an accuracy beside the loss.
    is_loss = is_loss and not returns_results(node) and not re.match(r"(evaluate|eval|test|validate|valid)(_|$)", word)
    if (is_loss and returns_pair(node) or returns_gradient(node)) and not any(b in word for b in ("backward", "forward")):
        needed = required(node)
        table = LINEAR if set(needed) <= set(LINEAR) and "W" in needed else OUTPUT_LOSS if set(needed) <= set(OUTPUT_LOSS) else None
        known = [{a: table[a] for a in needed}] if table else []
        inputs = known + [g for g in guess(name, node)[0] if g not in known]
        return [entry(name, "loss with gradient", node, "loss", name, {}, (inputs, table is not None))]
    return []


def class_entries(name, node, classes):
    methods = all_methods(node, classes)
    if "__call__" in methods and "forward" not in methods and "call" not in methods:
        methods["forward"] = methods["__call__"]
        callable_only = True
    else:
        callable_only = False
    forward = next((m for m in FORWARDS if m in methods and m != "__call__"), None)
    back = next((m for m in BACKWARDS + DERIVATIVES if m in methods and m != forward), None)
    if forward is None and back is not None:
        forward = next((m for m in LOSSES if m in methods and m != back), None)
    if "loss" in methods and returns_pair(methods["loss"]):
        back = None
        forward, key, companions, kind = "loss", "loss", {"loss": "loss"}, "class whose loss returns gradients"
    elif forward and back and not is_abstract(methods[forward]) and not any(
            isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute) and isinstance(n.func.value, ast.Name) and n.func.value.id == "self"
            and n.func.attr in methods and is_abstract(methods[n.func.attr]) for m in (forward, back) for n in walk_function(methods[m])):
        shown = "__call__" if callable_only else forward
        takes = (arguments_of(methods[back]) + [""])[0]
        is_backward = back in BACKWARDS or UPSTREAM.fullmatch(takes) and takes not in arguments_of(methods[forward])
        kind, companions = "class", {"forward": shown, "backward" if is_backward else "derivative": back}
        if forward in LOSSES[:-1]:
            companions["loss"] = companions.pop("forward")
        elif re.search(r"loss|entropy|error|cost|criterion|mse|mae|bce", name.lower()) and len(arguments_of(methods[forward])) > 1:
            companions["loss"] = companions.pop("forward")  # where it gives a loss a sample, their mean counts
    else:
        return tensor_entries(name, node, methods)
    asks_nothing = back is not None and not arguments_of(methods[back])
    guesses = guess_class(name, methods, methods[forward], asks_nothing)
    if back and any(a in RATES for a in arguments_of(methods[back])) and arguments_of(methods[back]) != ["eta"]:
        # Layers of one sample, a column or a row.
        guesses.sort(key=lambda g: not re.search(r"normal\((\d+,1|1,\d+)\)", g[1][next(iter(g[1]))]))
    return [entry(name, kind, methods[forward], "class", name, companions, (guesses, False), node.lineno)]


OPERATORS = {"__add__": "a + b", "__sub__": "a - b", "__mul__": "a * b", "__truediv__": "a / b", "__pow__": "a ** 3", "__neg__": "-a"}
UNARY = ("relu", "tanh", "exp", "log", "sigmoid", "sin", "cos", "sqrt", "square")


def tensor_entries(name, node, methods):
    """The operators of a class of numbers that know their gradients: `data`, `grad` and `backward()`."""
    if "backward" not in methods or "__init__" not in methods or arguments_of(methods["backward"]):
        return []
    first = (required(methods["__init__"]) + ["", ""])[1]
    value = gradient = None
    for inner in walk_function(methods["__init__"]):
        for target in inner.targets if isinstance(inner, ast.Assign) else []:
            if isinstance(target, ast.Attribute):
                if value is None and first and any(isinstance(n, ast.Name) and n.id == first for n in ast.walk(inner.value)):
                    value = target.attr
                elif re.fullmatch(r"grad|gradient|g|d|derivative", target.attr):
                    gradient = target.attr
    if value is None or gradient is None:
        return []
    expressions = [(methods[m], e) for m, e in OPERATORS.items() if m in methods]
    expressions += [(methods[m], "a.%s()" % m) for m in UNARY if m in methods and not arguments_of(methods[m])]
    if "__add__" in methods and "__mul__" in methods:
        expressions.append((methods["backward"], "(a * b + a) * a"))  # one value used several times
    tensor = {"tensor": "{class: %s, value: %s, gradient: %s}" % (name, value, gradient)}
    return [entry("%s: %s" % (name, e), "expression", m, "expression", e, tensor,
                  ([{n: v for n, v in (("a", "{values: 1.3}"), ("b", "{values: -0.7}")) if re.search(r"\b%s\b" % n, e)}], False)) for m, e in expressions]


def all_methods(node, classes, depth=0):
    """A class' own methods and those of its bases in the same file."""
    found = {}
    for base in reversed(node.bases):
        dotted = ast.unparse(base) if isinstance(base, (ast.Name, ast.Attribute)) else None
        if dotted in classes and classes[dotted] is not node and depth < 8:
            found.update(all_methods(classes[dotted], classes, depth + 1))
    found.update({m.name: m for m in node.body if isinstance(m, ast.FunctionDef)})
    return found


def arguments_of(method):
    """The required arguments of a method, without the object."""
    is_static = any(isinstance(d, ast.Name) and d.id == "staticmethod" for d in method.decorator_list)
    return required(method) if is_static else required(method)[1:]


def is_abstract(node):
    """A method of a base class: it does nothing, or raises."""
    body = [n for n in node.body if not (isinstance(n, ast.Expr) and isinstance(n.value, ast.Constant))]
    return all(isinstance(n, ast.Pass) or isinstance(n, ast.Raise) for n in body)


def required(node):
    arguments = node.args.posonlyargs + node.args.args
    named = [a.arg for a, default in zip(node.args.kwonlyargs, node.args.kw_defaults) if default is None]
    return [a.arg for a in arguments[:len(arguments) - len(node.args.defaults)]] + named


def returns_pair(node):
    return any(isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple) and len(n.value.elts) >= 2 for n in walk_function(node))


RESULTS = re.compile(r"(\w*_)?(acc|accuracy|accuracies|correct|loss|cost|penalty|reg|probs?|probabilities|preds?|predictions?|y_?hat|y_?pred|scores|outputs?|p|metrics?|norm)")


def returns_results(node):
    """Whether all that is returned beside a loss goes by the name of something else than a gradient: `return loss, acc`."""
    found = [n.value.elts[1:] for n in walk_function(node) if isinstance(n, ast.Return) and isinstance(n.value, ast.Tuple)]
    return bool(found) and all(isinstance(e, ast.Name) and RESULTS.fullmatch(e.id) for elements in found for e in elements)


def returns_gradient(node):
    for found in walk_function(node):
        if isinstance(found, ast.Return):
            keys = keys_of(found.value)
            if loss_key(keys) is not None and any(n.startswith("grad") or match_name(n, required(node)) for n in keys):
                return True
            names = [e.id for e in found.value.elts if isinstance(e, ast.Name)] if isinstance(found.value, ast.Tuple) else []
            if loss_key(names) is not None and any(GRADIENT_NAME.match(n) for n in names):
                return True
    return False


def keys_of(node):
    """The names in a mapping that is written out."""
    keys = node.keys if isinstance(node, ast.Dict) else []
    return [k.value for k in keys if isinstance(k, ast.Constant) and isinstance(k.value, str)]


def guess(stem, node, leave=()):
    """Inputs for a function, several guesses, and whether it is a well-known one."""
    needed = [a for a in required(node) if a not in leave]
    table = SHAPES.get(stem) or next((SHAPES[k] for k in sorted(SHAPES, key=len, reverse=True) if stem.startswith(k)), None)
    if table and needed and all(a in table for a in needed):
        own = {a: table[a] for a in needed}
        plain = [{a: PLAIN[stem][a] for a in needed}] if stem in PLAIN else []
        return [own] + plain + combinations(stem, needed, node), stem in SHAPES
    for table in SHAPES.values():
        if needed and set(needed) == set(table):
            return [{a: table[a] for a in needed}] + combinations(stem, needed, node), False
    return combinations(stem, needed, node) if needed else [], False


def guess_class(name, methods, forward, asks_nothing=False):
    """Constructor arguments and inputs for a class: pairs, the likeliest first."""
    maker = methods.get("__init__")
    starred = maker.args.vararg.arg if maker is not None and maker.args.vararg is not None else None
    if starred is not None and not LAYER_SIZES.fullmatch(starred):
        return []
    initial = required(maker)[1:] if maker is not None else []
    sized = [a.arg for a in maker.args.args[1:] if a.arg not in initial and is_size(a.arg)] if maker is not None else []
    needed = arguments_of(forward)
    if forward.name == "loss" or asks_nothing:  # `loss(X, y=None)` gives scores without labels
        needed = [a.arg for a in forward.args.args if a.arg in needed or a.arg in LABELS]
    needed = [n for n in needed if n not in TRAINING and n.lower() not in ("mode", "dout") and not (n == "reg" and n not in arguments_of(forward))]
    if not needed:
        return []
    if forward.name in LOSSES[:-1]:
        name += " loss"
    roles = {a: role_of(a) for a in initial + sized}
    given = {r for r in roles.values() if r}
    found, later = [], []
    for inputs in combinations(name, needed, forward, given):
        indices = {"indices" for n in needed if n in made_whole(forward)}
        for layout in layouts_for(name, given | indices | {role_of(n) for n in needed}):
            table = LAYOUTS[layout]
            first = inputs[needed[0]]
            if "data" in table and first != table["data"] and role_of(needed[0]) not in ("label", "prediction", "scores", "indices"):
                continue
            made = construct_with(initial, [] if starred else sized, roles, layout, name, starred)
            if made is not None and (made, inputs) not in found + later:
                (later if any(i == inputs for _, i in found) else found).append((made, inputs))
    paired = [a for a in initial + sized if is_paired(a, methods)]
    if paired:
        found = [(in_pairs(made, initial + sized, paired), inputs) for made, inputs in found + later]
        later = []
    return (found + later)[:MOST_GUESSES]


def is_paired(argument, methods):
    """Whether a class takes a size apart: `h, w = self.stride`, `kernel_size[0]`."""
    def is_it(node):
        name = getattr(node, "id", None) or getattr(node, "attr", None)
        return name is not None and name.lstrip("_") == argument
    for method in methods.values():
        for node in walk_function(method):
            if isinstance(node, ast.Subscript) and is_it(node.value) and isinstance(node.slice, ast.Constant) and node.slice.value in (0, 1):
                return True
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and len(node.targets[0].elts) == 2 and is_it(node.value):
                return True
    return False


def in_pairs(made, arguments, paired):
    if not made:
        return made
    parts = made[1:-1].split(", ") if "{normal" not in made else []
    if len(parts) != len(arguments):
        return made
    return made[0] + ", ".join(
        re.sub(r"(\w+)$", r"[\1, \1]", part) if a in paired and re.search(r"(^|: )\d+$", part) else part
        for a, part in zip(arguments, parts)) + made[-1]


def is_size(name):
    return any(p.fullmatch(name) for p in (SIZE_IN, SIZE_HIDDEN, SIZE_OUT)) and len(name) > 1


LAYER_SIZES = re.compile(r"(layer_?|layers_?|net_?|network_?)?(sizes|dims|dimensions|units|nodes|neurons|shape|structure)|architecture|topology|layers_?dims")


def construct_with(initial, sized, roles, layout, name, starred=None):
    """Arguments of a constructor: arrays of a layout, or sizes that go with it; by name where some have defaults."""
    table = LAYOUTS[layout]
    image = len(re.findall(r"\d+", table.get("data", ""))) == 4
    numbers = [int(n) for n in re.findall(r"\d+", table.get("data", "normal(7,5)"))]
    width = numbers[1] if image and "last" not in layout else numbers[0] if "column" in layout and "linear" not in layout else numbers[-1]
    made = []
    for argument in initial + sized:
        role = roles[argument]
        lowered = argument.lower()
        if re.fullmatch(r"(kernel|filter|pool|window|k|f)_?(size|shape|height|width|h|w)?|ksize|p|size|(pool|kernel)_?size_?\w?|field|extent", lowered) and (image or "pool" in name.lower()) and not (
                role == "weight" and lowered in ("kernel", "kernels", "filter", "filters", "f", "k", "weights")):
            own = "2"
        elif re.fullmatch(r"embed(ding)?_?(size|dim)|hidden_?(size|dim)", lowered) and "attention" in name.lower():
            own = str(width)
        elif SIZE_IN.fullmatch(argument) and not (role in table and len(argument) == 1):
            own = "6" if "vocab" in lowered or "embeddings" in lowered else str(width)
        elif SIZE_HIDDEN.fullmatch(argument) and lowered != "h":
            own = "5"
        elif SIZE_OUT.fullmatch(argument):
            own = "3"
        elif role in NUMBERS and role != "setting":
            own = "tanh" if role == "activation" else NUMBERS[role]
        elif role in table and role != "data":
            own = yaml_array(table[role])
        elif re.fullmatch(r"(num_?|n_?)?(attention_?)?heads?|nhead|h", lowered) and "attention" in name.lower():
            own = "2"
        elif re.fullmatch(r"(num_?|n_?)?groups?|g", lowered) and "group" in name.lower():
            own = "2"
        elif re.fullmatch(r"momentum|decay|rho", lowered):
            own = "0.9"
        elif re.fullmatch(r"l(earning_?)?r(ate)?|std|sigma|weight_scale|init_scale|weight_init_std", lowered):
            own = "0.1"
        elif lowered == "name":
            own = "layer"
        elif LAYER_SIZES.fullmatch(lowered):
            own = "[%d, 4, 3]" % width
        elif len(lowered) == 1 and len(initial) <= 2 and lowered in "nmij":
            own = "3" if made else str(width)
        else:
            return None
        made.append((argument, own))
    if not made and starred is None:
        return ""
    if starred is not None:
        made += [(starred, str(size)) for size in (width, 4, 3)]
    return "{%s}" % ", ".join("%s: %s" % pair for pair in made) if sized else "[%s]" % ", ".join(own for _, own in made)


def entry(name, kind, node, key, target, companions, guesses, line=None):
    shown = [a.arg for a in node.args.posonlyargs + node.args.args if a.arg != "self"]
    shown += ["*"] * bool(node.args.kwonlyargs) + [a.arg for a in node.args.kwonlyargs]
    signature = "%s(%s)" % (target, ", ".join(shown))
    options, is_sure = guesses
    made = []
    for option in options[:MOST_GUESSES]:
        initial, inputs = option if isinstance(option, tuple) else (None, option)
        made.append({"key": key, "name": target, "companions": companions, "initial": initial or None, "isSure": is_sure,
                     "inputs": ["%s=%s" % pair for pair in inputs.items()]})
    return {"name": name, "kind": kind, "signature": signature, "line": line or node.lineno, "target": target, "guesses": made,
            "reason": None if made else "its inputs cannot be guessed: give them with --input"}


# ---------------------------------------------------------------------------------------------- the loop


SOURCES = {}
SUBJECTS = {}
BASE_PATH = []
BASE_MODULES = set()


def numbers_of(body):
    return np.frombuffer(body, dtype="<f8")


def handle(header, body):
    request = header.get("request")
    if request == "hello":
        if np is None:
            raise WorkerError("ModuleNotFoundError", "numpy is not installed for %s (%s); install it, or name another Python with --interpreter" % (
                sys.executable, NUMPY_FAILURE), missing=True)
        return {"reply": "hello", "protocol": PROTOCOL, "requests": ["lines"], "ahead": True, "name": "python %d.%d, numpy %s" % (sys.version_info[:2] + (np.__version__,))}, b""
    if request == "recognise":
        return {"reply": "recognise", "subjects": recognise(header["file"])}, b""
    if request == "open":
        settings = decode(header["settings"], numbers_of(body))
        subject = make_subject(settings, header.get("scalar") == "float")
        subject.open()
        if subject.single_inside is False:
            probe_precision(subject)
        SUBJECTS[header["subject"]] = subject
        file, line = subject.location()
        arrays = [{"name": n, "role": subject.roles.get(n, "input"), "shape": list(subject.base[n].shape)} for n in subject.names]
        reply = {"reply": "open", "arrays": arrays, "outputs": [list(s) for s in subject.shapes], "kind": subject.kind or "layer",
                 "scalar": "float" if subject.single_inside else "double", "unitUpstream": subject.unit, "file": file, "line": line,
                 "sizes": subject.sizes(), "regularization": subject.regularization()}
        return reply, b"".join(np.ascontiguousarray(subject.base[n], dtype="<f8").tobytes() for n in subject.names)
    subject = SUBJECTS.get(header.get("subject"))
    if subject is None:
        raise WorkerError("protocol", "the subject '%s' is not open" % header.get("subject"))
    subject.source.activate()
    split, body = header["upstream"] * 8, memoryview(body)
    upstream = numbers_of(body[:split])
    rest = body[split:]
    if request == "values":
        return {"reply": "values"}, subject.values(numbers_of(rest), header["count"], upstream).astype("<f8").tobytes()
    if request == "responses":
        records = np.frombuffer(rest, dtype=[("array", "<u8"), ("element", "<u8"), ("value", "<f8")])
        found = subject.responses(records["array"], records["element"], records["value"], upstream)
        return {"reply": "responses", "still": subject.still, "rounding": subject.rounding}, found.astype("<f8").tobytes()
    if request == "lines":
        arrays, count = header["arrays"], header["count"]
        numbers = numbers_of(rest)
        places = np.frombuffer(rest[len(rest) - 16 * count:], dtype=[("line", "<u8"), ("t", "<f8")])
        found = subject.lines(arrays, numbers, places["line"], places["t"], upstream)
        return {"reply": "lines"}, found.astype("<f8").tobytes()
    if request == "gradient":
        claimed = subject.gradient(numbers_of(rest), upstream)
        shapes = [{"shape": None if g is None else list(np.shape(g))} for g in claimed]
        data = b"".join(np.ascontiguousarray(g, dtype="<f8").tobytes() for g in claimed if g is not None)
        return {"reply": "gradient", "arrays": shapes, "observations": subject.observations}, data
    if request == "explain":
        found = subject.explain(header["array"], upstream, float(header.get("seconds", 10.0)))
        return {"reply": "explain", "candidates": [{"code": c, "name": n} for c, n, _ in found]}, b"".join(
            np.ascontiguousarray(v, dtype="<f8").tobytes() for _, _, v in found)
    raise WorkerError("protocol", "the request '%s' is not known" % request)


def probe_precision(subject):
    """Single precision hidden inside: every output is a number that Float can hold, although the inputs are not."""
    outputs = subject.outputs(subject.fresh({n: subject.base[n] for n in subject.names}))
    seen = False
    for output in outputs:
        array = np.asarray(output, dtype=np.float64)
        odd = array[np.isfinite(array) & (array != np.round(array * 1024) / 1024)]
        if odd.size == 0:
            continue
        seen = True
        if not np.array_equal(odd, odd.astype(np.float32).astype(np.float64)):
            return
    given = [subject.base[n] for n in subject.names]
    exact = all(np.array_equal(g, g.astype(np.float32).astype(np.float64)) for g in given)
    if seen and not exact and not subject.single:
        subject.single_inside = True


def limit_memory():
    try:
        import resource
        half = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
        resource.setrlimit(resource.RLIMIT_DATA, (min(MEMORY_LIMIT, half), resource.getrlimit(resource.RLIMIT_DATA)[1]))
    except (ImportError, ValueError, OSError):
        pass


def follow_parent():
    """Ends this process and what it has started when Gradus is gone, also while the user's code runs."""
    parent = os.getppid()

    def watch():
        while os.getppid() == parent:
            time.sleep(0.5)
        try:
            os.killpg(os.getpgrp(), signal.SIGKILL)
        finally:
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def main():
    channel = Channel()
    if sys.version_info < (3, 9):
        channel.read()
        channel.write({"reply": "error", "type": "missing", "missing": True,
                       "message": "%s is Python %d.%d, expected 3.9 or later" % (sys.executable, sys.version_info[0], sys.version_info[1])})
        return
    limit_memory()
    follow_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if np is not None:
        np.seterr(all="ignore")
        install_shims()
        warnings.simplefilter("ignore")
        sys.meta_path.append(StubFinder())
    # As if this file were the program: nothing of how it was started is to be seen.
    sys.argv[:] = [__file__]
    sys.modules["__main__"].__file__ = __file__
    sys.modules.pop("gradus_worker", None)  # the user may have a module of this name
    sys.path[:] = [p for p in sys.path if os.path.realpath(p or ".") != os.path.dirname(os.path.realpath(__file__))]
    BASE_PATH.extend(sys.path)
    BASE_MODULES.update(sys.modules)
    sys.modules["__main__"].__dict__.setdefault("__builtins__", builtins)
    while True:
        frame = channel.read()
        if frame is None:
            return
        try:
            Stopwatch.seconds = 0.0
            reply, body = handle(*frame)
            reply["seconds"] = Stopwatch.seconds
        except KeyboardInterrupt:
            return
        except BaseException as error:
            try:
                reply, body = error_reply(error), b""
            except BaseException as second:
                reply, body = {"reply": "error", "type": type(second).__name__, "message": "the error cannot be described", "missing": False}, b""
            if reply["type"] == "MemoryError":
                reply["message"] += " (a worker may hold %d GiB)" % (MEMORY_LIMIT >> 30)
        if "number" in frame[0]:
            reply["number"] = frame[0]["number"]
        channel.write(reply, body)


if __name__ == "__main__":
    main()
