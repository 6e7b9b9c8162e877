"""Spatially structured networks, as nnmt.spatial."""
import numpy as np

from .utils import _check_positive_params


@_check_positive_params
def _ft_spatial_profile_boxcar(k, width):
    """Fourier transform sin(k width) / (k width) of a boxcar of half width `width` at wavenumber k."""
    return np.sinc(np.multiply(k, width) / np.pi)
