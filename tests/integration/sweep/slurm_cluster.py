"""A real Slurm of one node, this machine, for tests.

    with SlurmCluster(folder, tools) as cluster:
        subprocess.run(["sbatch", ...], env=cluster.environment)

Everything it reads and writes is in the folder; of the machine it takes two ports of the loopback
interface. The programs are those that scripts/setup.sh test unpacks. Whoever starts it owns it; jobs
of others run where that is root.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

PATIENCE_S = 30
STOPPING_S = 5
LOG_TAIL_LINES = 15
CLIENTS = ("sbatch", "scancel", "scontrol", "sinfo", "squeue", "sacct", "srun")
NODE_MARK = "SLURMD_NODENAME"  # steps and jobs of the node have it in their environment
MUNGED, CONTROLLER, NODE, STEP = "munged", "slurmctld", "slurmd", "slurmstepd"

# cred_expire: a requeued job waits that long before it starts again; 120 s by default, 5 s at least.
# SlurmdTimeout: how long a node may be silent before its jobs are requeued, give or take a round of
# questions (some 25 s in all). config_overrides: the node has the CPUs that are written here.
# ReturnToService: a node that was down is in use again as soon as it answers.
CONFIGURATION = """\
ClusterName=hookstat
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller_port}
SlurmdPort={node_port}
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/munge/socket,cred_expire={requeue_delay_s}
PluginDir={plugins}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
MailProg=/bin/true
ProctrackType=proctrack/linuxproc
TaskPlugin=task/affinity
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MpiDefault=none
JobRequeue=1
ReturnToService=2
KillWait=2
SlurmdTimeout=4
BatchStartTimeout=1
MaxArraySize=1001
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=100000,bf_interval=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs={cpus} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES PriorityTier=2 PreemptMode=OFF
PartitionName=low Nodes={host} PriorityTier=1 PreemptMode=REQUEUE
"""


class SlurmCluster:
    def __init__(self, folder: Path | str, tools: Path | str, cpus: int = 2,
                 requeue_delay_s: int = 5) -> None:
        self.folder = Path(folder).resolve()
        self.programs = Programs(usr_of(tools), self.folder / "bin")
        self.host = socket.gethostname().split(".")[0]
        self.cpus = cpus
        self.requeue_delay_s = requeue_delay_s
        self.configuration = self.folder / "slurm.conf"
        self.environment = os.environ | {"SLURM_CONF": str(self.configuration),
                                         "PATH": f"{self.programs.folder}:{os.environ['PATH']}"}
        self.daemons: dict[str, subprocess.Popen] = {}

    def __enter__(self) -> "SlurmCluster":
        try:
            self._configure()
            self._start_munged()
            self.start_controller()
            self.start_node()
            self.wait_for("sinfo to say idle", lambda: self.node_state() == "idle")
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def run(self, *command: str, **options: object) -> subprocess.CompletedProcess:
        """A client of Slurm."""
        return subprocess.run(command, env=self.environment, capture_output=True, text=True,
                              timeout=PATIENCE_S, **options)

    def states(self, job: str, fields: str = "ArrayTaskID,State,exit_code") -> list[list[str]]:
        """The fields of each task of an array, by its number; of those that have ended, too."""
        result = self.run("squeue", "--noheader", "--array", "--states=all", f"--jobs={job}",
                          f"--Format={fields}")
        if (result.returncode, result.stderr) != (0, ""):
            raise AssertionError(f"squeue: {result.returncode} {result.stderr}")
        return sorted(line.split() for line in result.stdout.splitlines())

    def node_state(self) -> str:
        return self.run("sinfo", "--noheader", "--format=%T", "--partition=main").stdout.strip()

    def start_controller(self) -> None:
        self._start(CONTROLLER, "-D", "-f", str(self.configuration))

    def start_node(self) -> None:
        """As slurmd alone: what runs goes on."""
        self._start(NODE, "-D", "-f", str(self.configuration), "-N", self.host,
                    "-d", str(self.programs.path(STEP)),
                    environment=self.environment | {NODE_MARK: self.host})

    def kill(self, name: str) -> None:
        """The daemon alone: jobs go on."""
        daemon = self.daemons.pop(name)
        daemon.kill()
        daemon.wait()

    def crash_node(self) -> None:
        """With all that runs on it, and all that slurmd remembers: a node without a disk. Where the
        node is back before it is missed, its jobs are requeued when the controller next asks what
        runs there."""
        self.kill(NODE)
        self._kill_processes(NODE_MARK)
        shutil.rmtree(self.folder / "spool")
        (self.folder / "spool").mkdir()

    def wait_for(self, what: str, holds, patience_s: float = PATIENCE_S) -> float:
        """Seconds that it took; with the logs' ends where it did not come."""
        start = time.monotonic()
        while not holds():
            for name, daemon in self.daemons.items():
                if daemon.poll() is not None:
                    raise RuntimeError(f"{name} ended with {daemon.returncode}\n{self.logs()}")
            if time.monotonic() - start > patience_s:
                raise TimeoutError(f"waited {patience_s} s for {what}\n{self.logs()}")
            time.sleep(0.1)
        return time.monotonic() - start

    def logs(self) -> str:
        tails = []
        for log in sorted(self.folder.glob("*.log")):
            lines = log.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
            tails.append("\n".join([f"== {log.name}", *lines]))
        return "\n".join(tails)

    def stop(self) -> None:
        """Jobs too: they are no children of slurmd, and outlive it."""
        for name in reversed(list(self.daemons)):
            daemon = self.daemons.pop(name)
            daemon.terminate()
            try:
                daemon.wait(STOPPING_S)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self._kill_processes()

    def processes(self, variable: str = "") -> list[int]:
        """Those with this cluster in their environment, and the variable: daemons, steps, jobs,
        clients."""
        marks = [f"SLURM_CONF={self.configuration}\0".encode(), variable.encode()]
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                environment = (entry / "environ").read_bytes() + b"\0"
                if state != "Z" and all(mark in environment for mark in marks):
                    found.append(int(entry.name))
        return found

    def _kill_processes(self, variable: str = "") -> None:
        deadline = time.monotonic() + STOPPING_S
        while left := self.processes(variable):
            assert time.monotonic() < deadline, f"processes of the cluster stay: {left}"
            for process in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.05)

    def _configure(self) -> None:
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        (self.folder / "munge").mkdir(mode=0o755)
        self.programs.write()
        controller_port, node_port = free_ports(2)
        self.configuration.write_text(CONFIGURATION.format(
            host=self.host, controller_port=controller_port, node_port=node_port,
            folder=self.folder, plugins=self.programs.plugins, cpus=self.cpus,
            requeue_delay_s=self.requeue_delay_s, user=pwd.getpwuid(os.geteuid()).pw_name))

    def _start_munged(self) -> None:
        # --force: a temporary folder that only its owner may enter is fine here.
        munge = self.folder / "munge"
        key = munge / "key"
        key.touch(mode=0o600)
        key.write_bytes(secrets.token_bytes(1024))
        self._start(MUNGED, "--foreground", "--force", f"--socket={munge / 'socket'}",
                    f"--key-file={key}", f"--pid-file={munge / 'pid'}",
                    f"--seed-file={munge / 'seed'}", f"--log-file={munge / 'log'}")
        self.wait_for("munged", (munge / "socket").exists)

    def _start(self, name: str, *arguments: str, environment: dict[str, str] | None = None) -> None:
        # setpriv: it ends with the test even where that is killed.
        with (self.folder / f"{name}.log").open("ab") as log:
            self.daemons[name] = subprocess.Popen(
                ["setpriv", "--pdeathsig", "TERM", self.programs.path(name), *arguments],
                env=environment or self.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT)


class Programs:
    """Slurm's, unpacked, each by its plain name in a folder."""

    def __init__(self, usr: Path, folder: Path) -> None:
        self.usr = usr
        self.folder = folder
        self.plugins = next(usr.glob("lib/*/slurm-wlm"), usr)

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self) -> None:
        self.folder.mkdir()
        loader = next(Path("/").glob("lib*/ld-linux*.so.*"))
        for name in (MUNGED, CONTROLLER, NODE, STEP, *CLIENTS):
            # Not by LD_LIBRARY_PATH, which jobs would inherit from sbatch.
            self.path(name).write_text(
                f"#!/bin/sh\nexec '{loader}' --library-path '{self.plugins.parent}:{self.plugins}' "
                f"'{self._unpacked(name)}' \"$@\"\n")
            self.path(name).chmod(0o755)

    def _unpacked(self, name: str) -> Path:
        for candidate in (f"bin/{name}", f"sbin/{name}-wlm", f"sbin/{name}"):
            if (self.usr / candidate).exists():
                return self.usr / candidate
        raise FileNotFoundError(f"there is no {name} in {self.usr}")


def has_slurm(tools: Path | str) -> bool:
    return (usr_of(tools) / "sbin" / f"{CONTROLLER}-wlm").exists()


def usr_of(tools: Path | str) -> Path:
    """TOOLS is its bin."""
    return Path(tools).resolve().parent


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        listeners = [stack.enter_context(socket.socket()) for _ in range(count)]
        for listener in listeners:
            listener.bind(("127.0.0.1", 0))
        return [listener.getsockname()[1] for listener in listeners]
