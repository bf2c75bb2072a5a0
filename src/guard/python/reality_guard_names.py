# Python packages that stand in for real parts, by the name under which they are imported. The scan reads this list too.

PACKAGES = frozenset(
    """
    mock pytest_mock responses requests_mock httpretty vcr vcrpy aioresponses respx pook mocket freezegun time_machine libfaketime moto fakeredis
    mongomock mongomock_motor pyfakefs flexmock doublex mockito pytest_httpx pytest_responses pytest_vcr pytest_recording asynctest mockfs
    betamax mockextras pytest_mockito mock_alchemy alchemy_mock pytest_freezegun pytest_freezer pytest_socket_mock pytest_subprocess
    wiremock hoverfly boto3_mock google_cloud_mock unittest_mock ludibrio mocktest pretend dingus fudge minimock placebo localstack_mock
    httmock requests_mock_flask pytest_httpretty mockredis birdisle fakeredis_cluster testing_mock aiosmtpd_mock aresponses
    pytest_aioresponses mock_server mockserver mockserver_client
    """.split()
)
# The fixtures that packages of this kind offer, by name.
FIXTURES = frozenset(
    """
    mocker class_mocker module_mocker package_mocker session_mocker requests_mock responses httpx_mock respx_mock aioresponses aresponses
    freezer fs fs_module fake_redis mock_env_server fake_process fp vcr
    """.split()
)
TELLING = frozenset(("mock", "mocks", "mocker", "mocked", "mocking", "stub", "stubs"))
# Packages of types end so, and what gRPC calls a stub is a client of the real service.
TYPES = ("_stubs", "_stubs_ext")
# Their servers are real ones; what they are used for is seen from outside.
SERVERS = frozenset(("pytest_httpserver", "pytest_localserver", "smtpdfix"))
INNOCENT = frozenset(("faker", "mimesis", "factory", "factory_boy", "toxiproxy", "model_bakery", "polyfactory"))


def refused(module):
    """The package of a dotted name when it stands in for real parts."""
    if module == "unittest.mock" or module.startswith("unittest.mock."):
        return "unittest.mock"
    top = module.split(".")[0]
    if top in INNOCENT:
        return None
    words = set(top.split("_"))
    if top in PACKAGES or (TELLING & words and not top.endswith(TYPES) and not words & {"grpc", "pb2"}):
        return top
    return None
