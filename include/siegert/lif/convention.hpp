#pragma once

namespace siegert::lif {

/// Which form of the linear response is computed.
///
/// When to use: `exact`, which simulations confirm; `nnmt` to reproduce a published number.
enum class Convention {
    exact,  ///< refractory period in the renewal denominator; networks respond to mu and to sigma^2
    nnmt,   ///< as published by Schuecker 2015 and Bos 2016: no refractory term in the denominator,
            ///< networks respond to mu only
};

/// Whether the low-pass filter 1 / (1 + i omega tau_s) of an exponential synapse is part of the
/// transfer function.
///
/// When to use: `with` for spikes that arrive at synapses; `without` for a current that is injected
/// into the soma.
enum class SynapticFilter { with, without };

}  // namespace siegert::lif
