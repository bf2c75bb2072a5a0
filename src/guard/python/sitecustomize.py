# Python runs this before anything else when our folder stands on PYTHONPATH: it arms the guard, then gives way to the sitecustomize that it hides.
# It must load in any Python 3, and must never stop a program: what goes wrong is said once, and the process goes on without a guard.

import sys


def _arm(folder):
    import os

    policy = os.environ.get("REALITY_GUARD")
    if not policy or sys.version_info < (3, 8):
        return
    kept, sys.dont_write_bytecode = sys.dont_write_bytecode, False
    try:
        import reality_guard

        reality_guard.arm(policy, folder)
    except Exception as error:
        sys.stderr.write("reality: this process is not guarded: %s: %s\n" % (type(error).__name__, error))
    finally:
        sys.dont_write_bytecode = kept


def _give_way(folder):
    """The folder stays on PYTHONPATH for children, and leaves our own path: nothing of it is to be imported by accident."""
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import PathFinder

    sys.path[:] = [place for place in sys.path if place != folder]
    spec = PathFinder.find_spec("sitecustomize", [place for place in sys.path if place])
    if spec is None or spec.loader is None:
        return
    module = module_from_spec(spec)
    sys.modules["sitecustomize"] = module
    spec.loader.exec_module(module)


_folder = __file__.rpartition("/")[0]
_arm(_folder)
_give_way(_folder)
