"""Fixed points of the rates of a network, nu = Phi(nu).

NNMT integrates d nu / ds = Phi(nu) - nu for thousands of time constants. Here implicit Euler steps follow
the same equation with growing step size and end as Newton steps at the fixed point; LSODA takes over where
they do not reach a stable one.
"""
import numpy as np
import scipy.integrate
import scipy.optimize
import scipy.sparse.linalg

_TOLERANCE = 1e-11  # of the residual relative to the largest rate; one more Newton step follows


def _residual_size(residual, nu):
    return np.max(np.abs(residual)) / max(np.max(np.abs(nu)), 1e-300)


def _newton(rates, nu, steps):
    """Newton steps as long as they make the residual smaller."""
    phi, jacobian = rates(nu)
    for _ in range(steps):
        try:
            new = nu + np.linalg.solve(np.eye(len(nu)) - jacobian, phi - nu)
        except np.linalg.LinAlgError:
            break
        new_phi, new_jacobian = rates(new)
        better = np.max(np.abs(new_phi - new)) < np.max(np.abs(phi - nu))
        if not better:
            break
        nu, phi, jacobian = new, new_phi, new_jacobian
    return nu, phi, jacobian


def _follow_flow(rates, nu, max_steps=300):
    """Implicit Euler steps along d nu / ds = Phi - nu; the rates they end at, or None."""
    identity = np.eye(len(nu))
    phi, jacobian = rates(nu)
    step = 0.1
    for _ in range(max_steps):
        residual = phi - nu
        size = np.max(np.abs(residual))
        if size == 0.0 or _residual_size(residual, nu) <= _TOLERANCE:
            # Phi of the solution: populations with the same parameters get exactly the same rate.
            return _newton(rates, nu, 2)[1]
        if step < 1e-8:
            return None
        try:
            new = nu + np.linalg.solve(identity * (1 + 1 / step) - jacobian, residual)
        except np.linalg.LinAlgError:
            step /= 4
            continue
        if np.any(new < 0.2 * nu):
            step /= 4
            continue
        new_phi, new_jacobian = rates(new)
        expected = residual + (jacobian - identity) @ (new - nu)
        error = np.max(np.abs(new_phi - new - expected)) / size  # of taking the rates as linear in the step
        if not error <= 0.1:
            step /= 4
            continue
        nu, phi, jacobian = new, new_phi, new_jacobian
        step *= 2 if error < 0.05 else 1
    return None


def _is_stable(jacobian):
    if len(jacobian) > 100:  # the rightmost eigenvalue alone, where that is quicker than all of them
        try:
            start = np.ones(len(jacobian))
            rightmost = scipy.sparse.linalg.eigs(jacobian, k=1, which="LR", v0=start, return_eigenvectors=False)
            return rightmost[0].real < 1
        except scipy.sparse.linalg.ArpackNoConvergence:
            pass
    return np.max(np.linalg.eigvals(jacobian).real) < 1


def _relax(rates, nu, eps_tol, t_max_ODE, maxiter_ODE):
    """Integrates d nu / ds = Phi - nu until nothing changes any more."""
    change = np.inf
    for _ in range(min(maxiter_ODE, 50)):
        solution = scipy.integrate.solve_ivp(
            lambda _, x: rates(x)[0] - x, [0, t_max_ODE], nu, method="LSODA",
            jac=lambda _, x: rates(x)[1] - np.eye(len(x)), t_eval=[t_max_ODE - 1, t_max_ODE])
        if not solution.success:
            raise RuntimeError(f"The integration of the rates failed: {solution.message}")
        change = np.max(np.abs(solution.y[:, 1] - solution.y[:, 0]))
        nu = solution.y[:, 1]
        exact, phi, jacobian = _newton(rates, nu, 10)
        near = np.max(np.abs(exact - nu)) <= 1e-2 * np.max(np.abs(nu)) + eps_tol
        if near and _residual_size(phi - exact, exact) < 1e-9 and _is_stable(jacobian):
            return phi
        if change < eps_tol:
            return nu
    raise RuntimeError(f"The rates do not settle: they still change by {change:g}, more than eps_tol = {eps_tol:g}")


def _least_squares(rates, nu, eps_tol):
    """The minimum of |Phi - nu|^2 next to nu, if it is a fixed point."""
    found = scipy.optimize.least_squares(
        lambda x: rates(x)[0] - x, nu, jac=lambda x: rates(x)[1] - np.eye(len(x)), bounds=(0, np.inf))
    exact, phi, _ = _newton(rates, found.x, 20)
    if np.mean((phi - exact) ** 2) / 2 < eps_tol:
        return phi
    mean_square = 2 * found.cost / len(nu)
    raise RuntimeError(f"Least squares ended in a minimum that is no fixed point, mean square {mean_square:g}")


def solve(rates, dimension, nu_0=None, fixpoint_method="ODE", eps_tol=1e-7, t_max_ODE=1000, maxiter_ODE=1000):
    """Rates nu = Phi(nu).

    `rates(nu)` gives Phi and its Jacobian. 'ODE' finds the stable fixed point to which the rates relax from
    nu_0 (default: zero), 'LSTSQ' the fixed point next to nu_0, stable or not. Raises RuntimeError if there is
    none, NotImplementedError for another method.
    """
    nu = np.zeros(int(dimension)) if nu_0 is None else np.array(nu_0, dtype=float)
    if fixpoint_method == "LSTSQ":
        return _least_squares(rates, nu, eps_tol)
    if fixpoint_method != "ODE":
        raise NotImplementedError(f"fixpoint_method must be 'ODE' or 'LSTSQ', got {fixpoint_method!r}")
    found = _follow_flow(rates, nu)
    if found is not None and _is_stable(rates(found)[1]):
        return found
    return _relax(rates, nu, eps_tol, t_max_ODE, maxiter_ODE)


def _with_differences(function):
    """A function and its Jacobian by differences."""
    def rates(nu):
        phi = np.asarray(function(nu), dtype=float) * np.ones(len(nu))
        jacobian = np.empty((len(nu), len(nu)))
        for j in range(len(nu)):
            width = 1e-6 * max(abs(nu[j]), 1e-3)
            shifted = nu.copy()
            shifted[j] += width
            jacobian[:, j] = (function(shifted) - phi) / width
        return phi, jacobian
    return rates


def _firing_rate_integration(firing_rate_func, firing_rate_params, input_dict, nu_0=None, fixpoint_method="ODE",
                             eps_tol=1e-7, t_max_ODE=1000, maxiter_ODE=1000):
    """Fixed point of any function of the rates.

    input_dict: {name: {'func': f, 'params': {...}}} with the inputs f(nu, **params) that firing_rate_func
    takes under these names, beside **firing_rate_params. See `solve` for the rest.
    """
    def function(nu):
        nu = np.maximum(nu, 0.0)
        inputs = {name: entry["func"](nu, **entry["params"]) for name, entry in input_dict.items()}
        return firing_rate_func(**inputs, **firing_rate_params)

    dimension = next(np.shape(entry["params"]["K"])[0] for entry in input_dict.values())
    return solve(_with_differences(function), dimension, nu_0, fixpoint_method, eps_tol, t_max_ODE, maxiter_ODE)
