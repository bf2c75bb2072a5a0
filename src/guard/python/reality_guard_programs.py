# Programs that a test process starts, and addresses at which it listens itself.

from reality_guard import folder, get_frame, load, node_preload, policy
from reality_guard_ledger import write

# Started by one of these, the program that matters stands behind it.
_STARTERS = frozenset("npx npm pnpm yarn bunx exec x run dlx sh bash env sudo docker java node".split())
_SHELLS = ("sh", "bash", "dash", "zsh", "ksh", "env", "timeout", "xargs", "nohup", "make", "tox", "poetry", "uv", "npx", "npm", "pnpm", "yarn")


def watch_subprocess(module):
    execute = module.Popen._execute_child
    names = execute.__code__.co_varnames

    def _execute_child(self, *args, **kwargs):
        given = {**dict(zip(names[1:], args)), **kwargs}
        words = _words(given.get("args"))
        _refuse_mock_program(words)
        result = execute(self, *args, **kwargs)
        if given.get("shell"):
            words = ["/bin/sh", "-c", _line(given.get("args"))]
        executable = given.get("executable")
        _tell_spawned(self.pid, _text(executable) if executable else words[0] if words else "", words, given.get("env"))
        return result

    module.Popen._execute_child = _execute_child


def watch_os(module):
    """What a process becomes keeps its pid, and with it the word of who was armed before."""
    import os

    for name, at_env in (("execv", None), ("execve", 2)):
        _watch_exec(module, name, at_env, os)
    for name in ("posix_spawn", "posix_spawnp"):
        if hasattr(module, name):
            _watch_spawn(module, name)
    _watch_system(module)


def _watch_system(module):
    system = module.system

    def wrapper(command):
        _refuse_mock_program(_words(command))
        _tell_lost_in_shell(_line(command), None)
        return system(command)

    module.system = _named(wrapper, "system")


def _watch_exec(module, name, at_env, os):
    execute = getattr(module, name)

    def wrapper(path, argv, *env):
        _tell_spawned(os.getpid(), _text(path), _words(argv), env[0] if env else None)
        return execute(path, argv, *env)

    setattr(module, name, _named(wrapper, name))


def _watch_spawn(module, name):
    spawn = getattr(module, name)

    def wrapper(path, argv, env, *args, **kwargs):
        words = _words(argv)
        _refuse_mock_program(words)
        pid = spawn(path, argv, env, *args, **kwargs)
        _tell_spawned(pid, _text(path), words, env)
        return pid

    setattr(module, name, _named(wrapper, name))


def _named(wrapper, name):
    wrapper.__name__ = wrapper.__qualname__ = name
    wrapper.__module__ = "posix"
    return wrapper


def _text(value):
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _line(args):
    return _text(args) if isinstance(args, (str, bytes)) else " ".join(_words(args))


def _words(args):
    if isinstance(args, (str, bytes)):
        return _text(args).split()
    try:
        return [_text(word) for word in args]
    except TypeError:
        return [_text(args)]


def _refuse_mock_program(words):
    for word in words[:8]:
        last = word.rpartition("/")[2].partition("@")[0].partition(":")[0]
        name = last[:-4].partition("-")[0] if last.endswith(".jar") else last
        if name in (policy() or {}).get("programs", ()):
            judging = load("reality_guard_judge")
            use = judging.Use("mock-program", name, "%s is started: a program that plays servers" % name)
            judging.judge(use, get_frame(2))
            return
        if not word.startswith("-") and last not in _STARTERS and not _has_more(word):
            return


def _has_more(word):
    return " " in word or word.startswith("@")


def _tell_spawned(pid, program, words, env):
    """Only of programs for which there is a guard, and of those that start others."""
    tool = _find_tool(program, words, env)
    if tool is not None:
        write("spawned", child=pid, program=tool[:500], guarded=True)
    name = program.rpartition("/")[2]
    runtime = _runtime_of(program, name)
    if runtime is None:
        return
    if name in _SHELLS:
        _tell_lost_in_shell(_line(words), env)
    write("spawned", child=pid, program=program[:500], guarded=_is_guarded(runtime, words, env))


def _tell_lost_in_shell(line, env):
    """A program that a shell, or `env`, starts without what the guard needs ends too soon to be seen by anybody else."""
    import re

    for runtime, variable in (("python", "PYTHONPATH"), ("node", "NODE_OPTIONS")):
        named = re.search(r"(?:^|[\s/])(%s[\d.]*)(?:\s|$)" % runtime, line)
        taken = re.search(r"\benv\s+(?:-i|-|--ignore-environment)\s|(?:-u\s*|unset\s+)(?:%s|REALITY_GUARD)\b|\b(?:%s|REALITY_GUARD)=(?![^\s]*\$)" % (variable, variable), line)
        if named and (taken or not _is_guarded(runtime, [], env)):
            write("spawned", child=0, program=named.group(1), guarded=False)


_TOOLS = ("ffmpeg", "ffprobe", "mediamtx")


def _find_tool(program, words, env):
    """The file that is started under the name of a tool, also as the first word that a shell is given."""
    firsts = [program] + [word.split(None, 1)[0] for word in words[1:4] if word.strip() and words[0].endswith("sh")]
    for first in firsts:
        name = first.rpartition("/")[2]
        if name in _TOOLS:
            import os
            import shutil

            given = os.environ if env is None else {_text(key): _text(value) for key, value in dict(env).items()}
            return first if "/" in first else shutil.which(name, path=given.get("PATH"))
    return None


def _runtime_of(program, name):
    if name.startswith(("python", "pypy")):
        return "python"
    if name in ("node", "nodejs", "bun", "deno"):
        return "node"
    if name in _SHELLS:
        return "any"
    line = _first_line(program)
    if b"python" in line:
        return "python"
    return "node" if b"node" in line else "any" if line.startswith(b"#!") else None


def _first_line(program):
    import shutil

    try:
        with open(program if "/" in program else shutil.which(program) or "/dev/null", "rb") as file:
            line = file.readline(200)
        return line if line.startswith(b"#!") else b""
    except OSError:
        return b""


def _is_guarded(runtime, words, env):
    import os

    given = os.environ if env is None else {_text(key): _text(value) for key, value in dict(env).items()}
    if not given.get("REALITY_GUARD"):
        return False
    for_python = _leads_to_guard(given.get("PYTHONPATH", "")) and not (runtime == "python" and _ignores_environment(words))
    for_node = node_preload() in given.get("NODE_OPTIONS", "")
    return {"python": for_python, "node": for_node}.get(runtime, for_python and for_node)


def _leads_to_guard(path):
    """The first sitecustomize on the path is the only one that Python runs."""
    import os

    for one in path.split(":"):
        if one == folder():
            return True
        if one and (os.path.exists(one + "/sitecustomize.py") or os.path.exists(one + "/sitecustomize/__init__.py")):
            return False
    return False


def _ignores_environment(words):
    """-I and -E leave PYTHONPATH aside, -S leaves sitecustomize out."""
    for word in words[1:]:
        if not word.startswith("-") or word in ("-c", "-m"):
            return False
        if not word.startswith("--") and set(word[1:]) & set("IES") and word[1:2] not in ("W", "X"):
            return True
    return False


def watch_socket(module):
    base = module.socket.__mro__[1]
    if "listen" in vars(module.socket):
        return

    def listen(self, *args):
        result = base.listen(self, *args)
        _tell_listening(self, module, get_frame(1))
        return result

    listen.__doc__, listen.__qualname__ = base.listen.__doc__, "socket.listen"
    module.socket.listen = listen


def _tell_listening(sock, module, frame):
    try:
        if sock.family in (module.AF_INET, module.AF_INET6):
            host, port = sock.getsockname()[:2]
            write("listening", address="%s:%d" % ("[%s]" % host if ":" in host else host, port), **_own_line(frame))
    except OSError:
        pass


def _own_line(frame):
    """The line of the project for which a server is opened, also where a library opens it; nothing where there is none."""
    places = load("reality_guard_places")
    while frame is not None:
        file = places.file_of(frame)
        if (file and places.kind_of(file) == places.OWN) or places.is_main_text(frame):
            return vars(places.place_of(frame))
        frame = frame.f_back
    return {}
