# Runs inside pytest, loaded by `-p reality_pytest`: its events become ours. Python 3.8 and pytest 6.2 or newer, nothing else.
# It must stay silent: where a project turns warnings into errors, a warning of ours would end its run.

import atexit
import json
import os
import re

import pytest
from reality_channel import Channel
from reality_citations import MARKER, find_citations
from reality_failure import describe, describe_error, describe_text, describe_unrun, join_sections, show

_input = json.loads(os.environ.get("REALITY_PYTEST") or "{}")
_channel = Channel(os.environ, _input.get("sideDir", ""))
# Tests and conftest files may change it.
_folder = os.getcwd()
OLDEST = (6, 2)
STRICT_XPASS = "[XPASS(strict)]"
# What pytest says only in a warning, and what is then the reason of the failure or of the skip.
TELLING = re.compile(r"never awaited|natively supported|async (?:def|fixture|generator|test)|asyncio test", re.I)


def _leave_no_trace():
    """Programs that the tests start must not find our folder on their path."""
    folder = os.path.dirname(os.path.abspath(__file__))
    parts = [part for part in os.environ.get("PYTHONPATH", "").split(os.pathsep) if part and part != folder]
    if parts:
        os.environ["PYTHONPATH"] = os.pathsep.join(parts)
    else:
        os.environ.pop("PYTHONPATH", None)


_leave_no_trace()


@pytest.hookimpl(hookwrapper=True, tryfirst=True)
def pytest_load_initial_conftests():
    outcome = yield
    if outcome.excinfo is not None:
        error = outcome.excinfo[1]
        # pytest wraps what the conftest raised: `cause` since 8.1, a triple before.
        inner = getattr(error, "cause", None) or (getattr(error, "excinfo", None) or (None, None))[1]
        _channel.send("load-failed", failure=describe_error(inner if isinstance(inner, BaseException) else error))


def pytest_configure(config):
    config.addinivalue_line("markers", MARKER + "(*ids): the requirements that a test verifies.")
    worker = hasattr(config, "workerinput")
    if worker:
        _channel.silence()
    config.pluginmanager.register(Selecting(), "reality-selecting")
    config.pluginmanager.register(Looking(), "reality-looking")
    if not worker:
        version = tuple(int(part) for part in re.findall(r"\d+", pytest.__version__)[:2])
        if version < OLDEST:
            _channel.send("warning", text="pytest %s is not supported; 6.2 and newer are" % pytest.__version__)
        config.pluginmanager.register(Telling(), "reality-telling")


def _titles_of(nodeid):
    """`file::Class::name[any::thing]` → its parts. What stands in brackets is data."""
    head, bracket, rest = nodeid.partition("[")
    parts = head.split("::")
    parts[-1] += bracket + rest
    return parts


class Announcer:
    """Numbers tests of the same titles, as the runner does."""

    def __init__(self):
        self._seen = {}

    def number(self, titles):
        key = tuple(titles)
        self._seen[key] = self._seen.get(key, 0) + 1
        return self._seen[key]


class Selecting:
    """Leaves out what is not asked for, after all others have had their say."""

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, config, items):
        yield
        fits = self._make_filter()
        if fits is None:
            return
        kept, left_out = [], []
        for item in items:
            (kept if fits(_titles_of(item.nodeid)) else left_out).append(item)
        if left_out:
            config.hook.pytest_deselected(items=left_out)
        items[:] = kept

    def _make_filter(self):
        if "only" in _input:
            with open(_input["only"], encoding="utf-8") as file:
                wanted = {(tuple(test["titles"]), test["occurrence"]) for test in json.load(file)}
            announcer = Announcer()
            return lambda titles: (tuple(titles), announcer.number(titles)) in wanted
        if "grep" in _input:
            try:
                pattern = re.compile(_input["grep"])
            except re.error:
                pattern = re.compile(re.escape(_input["grep"]))
            return lambda titles: pattern.search(" ".join(titles)) is not None
        return None


class Looking:
    """Sees what only the process of the test sees, and lays it into the report, which may travel to another process."""

    def __init__(self):
        self._compared = None

    def pytest_assertrepr_compare(self, op, left, right):
        if op == "==":
            self._compared = (show(left), show(right))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_makereport(self, item, call):
        compared, self._compared = self._compared, None
        outcome = yield
        if outcome.excinfo is not None or call.excinfo is None:
            return
        report = outcome.get_result()
        if report.outcome in ("failed", "rerun"):
            failure = report.reality_failure = self._describe(call.excinfo, report, compared)
            failure["message"] = "\n".join([failure["message"]] + describe_unrun(getattr(item, "funcargs", None)))
            report.reality_assertion = isinstance(call.excinfo.value, (AssertionError, pytest.fail.Exception))

    def _describe(self, excinfo, report, compared):
        # A missing fixture says nothing by itself; pytest's text for it names those that there are.
        failure = describe(excinfo, getattr(report.longrepr, "errorstring", None))
        if compared is not None and isinstance(excinfo.value, AssertionError) and "==" in failure["message"]:
            failure["actual"], failure["expected"] = compared
        return failure

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_make_collect_report(self, collector):
        outcome = yield
        if outcome.excinfo is not None:
            return
        report = outcome.get_result()
        excinfo = getattr(getattr(report, "call", None), "excinfo", None)
        if report.outcome == "failed" and excinfo is not None:
            # pytest raises an error of its own from the one that the file raised.
            error = excinfo.value.__cause__ or excinfo.value
            report.reality_failure = describe_error(error)


class Case:
    """One test under way."""

    def __init__(self, ordinal, titles):
        self.ordinal, self.titles = ordinal, titles
        self.reports, self.told, self.retried, self.ended = [], [], False, False
        self.warnings = []


class Telling:
    def __init__(self):
        self._announcer, self._count = Announcer(), 0
        # Node id → those of its tests that have not begun, in order: two tests may share an id.
        self._waiting, self._open = {}, {}
        self._by_item, self._current = {}, None
        self._broken_off, self._collection_failed = False, False
        self._warned, self._warnings = set(), 0

    # Collection

    def pytest_collectreport(self, report):
        if report.outcome == "skipped":
            # A whole file, by pytest.skip() or importorskip() outside of any test.
            failure = _describe_skip(report, Case(-1, []))
            self._tell(_titles_of(report.nodeid), "skipped", "declared", failure)
        if report.outcome != "failed":
            return
        self._collection_failed = True
        failure = getattr(report, "reality_failure", None) or describe_text("CollectError", str(report.longrepr))
        titles = _titles_of(report.nodeid) if report.nodeid else ["(collection)"]
        self._tell(titles, "errored", "collection", failure)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_finish(self, session):
        if session.items:
            cases = self._announce([_describe_item(session.config, item) for item in session.items])
            self._by_item = {id(item): case for item, case in zip(session.items, cases)}

    @pytest.hookimpl(optionalhook=True)
    def pytest_xdist_node_collection_finished(self, node, ids):
        if self._count == 0:
            self._announce([(nodeid, {}) for nodeid in ids])

    def _announce(self, described):
        tests, cases = [], []
        for nodeid, about in described:
            titles = _titles_of(nodeid)
            case = Case(self._count, titles)
            self._count += 1
            cases.append(case)
            self._waiting.setdefault(nodeid, []).append(case)
            test = {"titles": titles, "occurrence": self._announcer.number(titles), "requirements": []}
            tests.append(dict(test, **about))
        _channel.send("announced", tests=tests)
        return cases

    def pytest_runtestloop(self):
        # Listing: nothing is run, whatever other plug-ins make of --collect-only.
        return True if _input.get("list") else None

    # Tests

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item):
        # Outermost: the warnings of a test are known only when all others have left it.
        self._current = case = self._by_item.get(id(item))
        outcome = yield
        # Left by pytest.exit() or a signal: the test has no end of its own.
        if case is not None and outcome.excinfo is None:
            self._end(case)
        self._current = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logstart(self, nodeid):
        case = self._current or self._begin(nodeid)
        _channel.send("test-started", ordinal=case.ordinal)

    def _begin(self, nodeid):
        """Without an item: the test runs in another process."""
        if not self._waiting.get(nodeid):
            self._announce([(nodeid, {})])
        case = self._open[nodeid] = self._waiting[nodeid].pop(0)
        return case

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_logreport(self, report):
        case = self._current or self._open.get(report.nodeid)
        if case is None:
            return
        if report.outcome == "rerun":
            case.retried, case.reports = True, []
        elif _is_subtest(report):
            case.told.append(report)
        else:
            case.reports.append(report)

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logfinish(self, nodeid):
        if self._current is None and nodeid in self._open:
            self._end(self._open.pop(nodeid))

    def pytest_warning_recorded(self, warning_message, when, nodeid):
        self._warnings += 1
        text = "%s: %s" % (warning_message.category.__name__, warning_message.message)
        if self._current is not None and when == "runtest":
            self._current.warnings.append(text)
        place = "%s:%s" % (warning_message.filename, warning_message.lineno)
        if (text, place) not in self._warned:
            self._warned.add((text, place))
            _channel.send("warning", text=("%s (%s)%s" % (text, place, " in " + nodeid if nodeid else ""))[:1000])

    def _end(self, case):
        case.ended = True
        for report in case.told:
            self._tell_subtest(case, report)
        told = _conclude(case)
        if case.retried and told["outcome"] == "passed":
            told["marks"] = told.get("marks", []) + ["flaky"]
        duration = sum(getattr(report, "duration", 0) for report in case.reports) * 1000
        _channel.send("test-ended", ordinal=case.ordinal, durationMs=max(0, round(duration, 3)), **told)
        broken = [report for report in case.reports if report.outcome == "failed"]
        if len(broken) > 1:
            # The test has its one outcome; that its teardown failed as well is a finding of its own.
            titles = case.titles[:-1] + [case.titles[-1] + " (teardown)"]
            _channel.send("hook-failed", titles=titles, phase="teardown", failure=_failure_of(broken[-1], case))

    def _tell_subtest(self, case, report):
        title = report.sub_test_description() if hasattr(report, "sub_test_description") else "subtest"
        if report.outcome == "failed":
            reason = "assertion" if getattr(report, "reality_assertion", True) else "exception"
            self._tell(case.titles + [title], "failed", reason, _failure_of(report, case))

    def _tell(self, titles, outcome, reason, failure):
        _channel.send("test-told", titles=titles, outcome=outcome, reason=reason, durationMs=0, failure=failure)

    # The end

    @pytest.hookimpl(tryfirst=True)
    def pytest_keyboard_interrupt(self, excinfo):
        # pytest's own way to stop (after errors of collection, by --stepwise) is no interruption.
        if type(excinfo.value).__name__ != "Interrupted":
            self._break_off(excinfo)

    @pytest.hookimpl(tryfirst=True)
    def pytest_internalerror(self, excinfo):
        self._break_off(excinfo)

    def _break_off(self, excinfo):
        self._broken_off = True
        _channel.send("uncaught", failure=describe(excinfo, getattr(excinfo.value, "msg", None)))

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_sessionfinish(self):
        yield
        if self._broken_off:
            return
        if self._collection_failed and not _input.get("list"):
            self._tell_not_run()
        if self._warnings > len(self._warned):
            _channel.send("warning", text="%d warnings in all" % self._warnings)
        _channel.send("finished", tests=self._count)

    def _tell_not_run(self):
        failure = describe_text("Interrupted", "not run: other files of the suite could not be collected")
        for case in [case for cases in self._waiting.values() for case in cases if not case.ended]:
            told = {"outcome": "not-run", "reason": "collection", "failure": failure}
            _channel.send("test-ended", ordinal=case.ordinal, durationMs=0, **told)


_shortened = {}


def _shorten(config, path):
    """As seen from the suite's folder; once for each file, thousands of tests may stand in it."""
    if path not in _shortened:
        _shortened[path] = os.path.relpath(os.path.join(str(config.rootpath), path), _folder)
    return _shortened[path]


def _describe_item(config, item):
    path, line = item.location[0], item.location[1]
    about = {"file": _shorten(config, path), "requirements": find_citations(item)}
    if isinstance(line, int) and line >= 0:
        about["line"] = line + 1
    return item.nodeid, about


def _is_subtest(report):
    return type(report).__name__.lower() == "subtestreport"


def _conclude(case):
    """One outcome from the phases of a test: the first that broke decides, a skip or an expectation before a mere pass."""
    for report in case.reports:
        if report.outcome == "failed":
            return _conclude_failed(report, case)
    for report in case.reports:
        expected = hasattr(report, "wasxfail")
        if report.outcome == "skipped" and expected:
            return {"outcome": "passed", "marks": ["xfail"]}
        if report.outcome == "skipped":
            return {"outcome": "skipped", "reason": "declared", "failure": _describe_skip(report, case)}
        if report.when == "call" and expected:
            return {"outcome": "passed", "marks": ["xpass"]}
    if not case.reports:
        return {"outcome": "errored", "reason": "exception", "failure": describe_text("NoReport", "pytest told nothing")}
    return {"outcome": "passed"}


def _conclude_failed(report, case):
    failure = _failure_of(report, case)
    if report.when == "setup":
        return {"outcome": "errored", "reason": "set-up", "failure": failure}
    if report.when == "teardown":
        return {"outcome": "errored", "reason": "teardown", "failure": failure}
    if isinstance(report.longrepr, str) and report.longrepr.startswith(STRICT_XPASS):
        return {"outcome": "failed", "reason": "assertion", "marks": ["xpass"], "failure": failure}
    reason = "assertion" if getattr(report, "reality_assertion", False) else "exception"
    return {"outcome": "failed", "reason": reason, "failure": failure}


def _failure_of(report, case):
    failure = getattr(report, "reality_failure", None)
    if failure is None:
        kind = "XPass" if STRICT_XPASS in str(report.longrepr) else "Error"
        failure = describe_text(kind, str(report.longrepr or ""))
    failure = dict(failure)
    failure["message"] = _with_warnings(failure["message"], case)
    sections = list((case.reports[-1] if report in case.reports else report).sections)
    if sections:
        failure["output"] = join_sections(sections)
    return failure


def _describe_skip(report, case):
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    text = re.sub(r"^Skipped: ", "", reason) or "skipped, and no reason was given"
    return describe_text("Skipped", _with_warnings(text, case))


def _with_warnings(message, case):
    telling = [text for text in dict.fromkeys(case.warnings) if TELLING.search(text)]
    return "\n".join([message] + ["warned: " + text.strip() for text in telling[:5]])


@atexit.register
def _tell_children():
    """Before the end, because after it they are nobody's."""
    found = []
    try:
        for thread in os.listdir("/proc/self/task"):
            with open("/proc/self/task/%s/children" % thread) as file:
                found.extend(int(pid) for pid in file.read().split())
    except (OSError, ValueError):
        return
    if found:
        _channel.send("children", pids=found[:500])
