"""Networks of binary neurons."""
from ._siegert import binary as _binary

Network = _binary.Network
WorkingPoint = _binary.WorkingPoint
activity_derivatives = _binary.activity_derivatives
balanced_threshold = _binary.balanced_threshold
mean_activity = _binary.mean_activity
mean_input = _binary.mean_input
std_input = _binary.std_input
working_point = _binary.working_point

__all__ = [
    "Network", "WorkingPoint", "activity_derivatives", "balanced_threshold", "mean_activity", "mean_input",
    "std_input", "working_point",
]
