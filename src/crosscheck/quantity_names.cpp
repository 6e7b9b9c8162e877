#include <siegert/crosscheck/crosscheck.hpp>

namespace siegert::crosscheck {

std::string_view quantity_name(Quantity quantity) {
    switch (quantity) {
        case Quantity::rates:
            return "rates";
        case Quantity::cvs:
            return "cvs";
        case Quantity::mean_input:
            return "mean_input";
        case Quantity::std_input:
            return "std_input";
        case Quantity::covariances:
            return "covariances";
        case Quantity::spectra:
            return "spectra";
        case Quantity::transfer_function_real:
            return "transfer_function_re";
        case Quantity::transfer_function_imaginary:
            return "transfer_function_im";
        case Quantity::unconnected_rates:
            return "unconnected_rates";
        case Quantity::driven_rates:
            return "driven_rates";
        case Quantity::transmission_gain:
            return "transmission_gain";
        case Quantity::transmission_delay:
            return "transmission_delay";
    }
    return {};
}

std::string_view quantity_unit(Quantity quantity) {
    switch (quantity) {
        case Quantity::rates:
        case Quantity::spectra:
        case Quantity::unconnected_rates:
        case Quantity::driven_rates:
            return "Hz";
        case Quantity::mean_input:
        case Quantity::std_input:
            return "V";
        case Quantity::covariances:
            return "1/s";
        case Quantity::transfer_function_real:
        case Quantity::transfer_function_imaginary:
            return "Hz/V";
        case Quantity::transmission_delay:
            return "s";
        case Quantity::cvs:
        case Quantity::transmission_gain:
            break;
    }
    return {};
}

}  // namespace siegert::crosscheck
