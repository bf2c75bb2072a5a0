# The moments between a test and its teardown: what was overwritten by hand is still there.

from functools import partial

from reality_guard import load, stand_first, sweep


def watch_assertion(module):
    install = module.install_importhook

    def install_importhook(config):
        hook = install(config)
        stand_first()
        return hook

    module.install_importhook = install_importhook


def watch_runner(module):
    set_up, call, teardown = module.pytest_runtest_setup, module.pytest_runtest_call, module.pytest_runtest_teardown

    # pytest reads the names of the arguments.
    def pytest_runtest_setup(item):
        __tracebackhide__ = True
        sweep()
        set_up(item)

    def pytest_runtest_call(item):
        __tracebackhide__ = True
        _then_audit(partial(call, item), getattr(item, "function", None))

    def pytest_runtest_teardown(item, nextitem):
        __tracebackhide__ = True
        _then_audit(partial(teardown, item, nextitem), getattr(item, "function", None))

    for name, wrapper in (("setup", pytest_runtest_setup), ("call", pytest_runtest_call), ("teardown", pytest_runtest_teardown)):
        wrapper.__dict__.update(getattr(module, "pytest_runtest_" + name).__dict__)
        setattr(module, "pytest_runtest_" + name, wrapper)


def watch_unittest(module):
    kind = module.TestCase
    called = getattr(kind, "_callTestMethod", None)
    if called is None:
        return

    def _callTestMethod(self, method):
        __unittest = True
        return _then_audit(lambda: called(self, method), method)

    kind._callTestMethod = _callTestMethod


def _then_audit(work, function):
    """An error of the test comes first: then the ledger alone tells."""
    __tracebackhide__ = __unittest = True
    try:
        result = work()
    except BaseException:
        load("reality_guard_pins").audit(function)
        raise
    sentence = load("reality_guard_pins").audit(function)
    if sentence is not None:
        raise load("reality_guard_judge").error_of(sentence)
    return result
