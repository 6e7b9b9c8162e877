"""Parameter and result files, as nnmt.input_output. PyYAML and h5py are loaded where they are needed."""
import copy
import hashlib
import os
from numbers import Number

import numpy as np

from ._units import is_quantity, ureg


def _array_if_list(value):
    return np.array(value) if isinstance(value, list) else value


def val_unit_to_quantities(dict_of_val_unit_dicts):
    """Replaces each {'val': ..., 'unit': ...} by a quantity, at any depth; lists become arrays."""
    converted = {}
    for key, value in dict_of_val_unit_dicts.items():
        if not isinstance(value, dict):
            converted[key] = _array_if_list(value)
        elif set(value) == {"val", "unit"}:
            unit = value["unit"] if isinstance(value["unit"], str) else np.asarray(value["unit"]).item()
            converted[key] = ureg.Quantity(_array_if_list(value["val"]), unit)
        elif "val" in value:
            converted[key] = _array_if_list(value["val"])
        else:
            converted[key] = val_unit_to_quantities(value)
    return converted


def quantities_to_val_unit(dict_of_quantities):
    """Replaces each quantity, and each list of quantities, by {'val': ..., 'unit': ...}, at any depth."""
    converted = {}
    for key, value in dict_of_quantities.items():
        if is_quantity(value):
            converted[key] = {"val": value.magnitude, "unit": str(value.units)}
        elif isinstance(value, dict):
            converted[key] = quantities_to_val_unit(value)
        elif isinstance(value, (list, tuple)) and len(value) and is_quantity(value[0]):
            unit = value[0].units
            converted[key] = {"val": [item.to(unit).magnitude for item in value], "unit": str(unit)}
        else:
            converted[key] = value
    return converted


def convert_arrays_in_dict_to_lists(adict):
    """Replaces each array by a list, each NumPy number by a number, at any depth."""
    def plain(value):
        if isinstance(value, dict):
            return convert_arrays_in_dict_to_lists(value)
        return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else copy.deepcopy(value)
    return {key: plain(value) for key, value in adict.items()}


def load_unit_yaml(file):
    """The content of a YAML file."""
    import yaml
    with open(file, encoding="utf-8") as stream:
        return yaml.safe_load(stream)


def load_val_unit_dict_from_yaml(file):
    """The content of a YAML file with quantities for {'val': ..., 'unit': ...}."""
    return val_unit_to_quantities(load_unit_yaml(file) or {})


def save_quantity_dict_to_yaml(file, qdict):
    """Writes a dictionary with quantities to a YAML file."""
    import yaml
    with open(file, "w", encoding="utf-8") as stream:
        yaml.safe_dump(convert_arrays_in_dict_to_lists(quantities_to_val_unit(qdict)), stream)


def _store(group, content, h5py):
    for key, value in content.items():
        name = str(key)
        if isinstance(value, dict):
            _store(group.create_group(name), value, h5py)
            continue
        values = np.asarray("None" if value is None else value)
        if values.dtype.kind == "O":
            raise TypeError(f"{name} cannot be stored: its entries differ in type or length")
        if values.dtype.kind in "US":
            text = np.atleast_1d(values).astype(object)
            dataset = group.create_dataset(name, text.shape, dtype=h5py.string_dtype())
            dataset[...] = text
            if values.ndim:
                dataset.attrs["list"] = True
        else:
            dataset = group.create_dataset(name, data=values)
        if isinstance(key, Number):
            dataset.attrs["numerical_key"] = True


def _text(value):
    return value.decode("utf-8") if isinstance(value, bytes) else value


def _retrieve(group, h5py):
    content = {}
    for key, item in group.items():
        if item.attrs.get("numerical_key"):
            key = int(key) if key.lstrip("-").isdigit() else float(key)
        if isinstance(item, h5py.Group):
            content[key] = _retrieve(item, h5py)
            continue
        value = item[()]
        if isinstance(value, (bytes, str)):
            value = _text(value)
        elif isinstance(value, np.ndarray) and value.dtype.kind in "OS":
            texts = [_text(entry) for entry in value.ravel()]
            value = texts[0] if len(texts) == 1 and not item.attrs.get("list") else texts
        content[key] = value
    return content


def save_h5(file, d, *args, overwrite_dataset=True, **kwargs):
    """Writes a dictionary of dictionaries, arrays, numbers and texts to an HDF5 file.

    The file is complete or not there. OSError if it exists and `overwrite_dataset` is false.
    """
    import h5py
    file = os.fspath(file)
    if not overwrite_dataset and os.path.exists(file):
        raise OSError(f"{file} exists; overwrite=True replaces it")
    unfinished = file + ".part"
    try:
        with h5py.File(unfinished, "w") as root:
            _store(root, d, h5py)
        os.replace(unfinished, file)
    except BaseException:
        if os.path.exists(unfinished):
            os.remove(unfinished)
        raise


def load_h5(file, *args, **kwargs):
    """The content of an HDF5 file as dictionary."""
    import h5py
    with h5py.File(file, "r") as root:
        return _retrieve(root, h5py)


def save_quantity_dict_to_h5(file, qdict, overwrite=False):
    """Writes a dictionary with quantities to an HDF5 file. OSError if it exists and `overwrite` is false."""
    save_h5(file, quantities_to_val_unit(qdict), overwrite_dataset=overwrite)


def load_val_unit_dict_from_h5(file):
    """The content of an HDF5 file with quantities. OSError if it cannot be read."""
    return val_unit_to_quantities(load_h5(file))


def save_network(file, network, overwrite=False):
    """Writes parameters, results and cache of a network to an HDF5 file."""
    network.save(file, overwrite)


def load_val_unit_dict(file):
    """The content of a YAML or HDF5 file, told by its name, with quantities."""
    is_yaml = os.path.splitext(file)[1] in (".yaml", ".yml")
    return load_val_unit_dict_from_yaml(file) if is_yaml else load_val_unit_dict_from_h5(file)


def load_network(file):
    """(network_params, analysis_params, results, results_hash_dict) of a saved network.

    OSError if the file cannot be read.
    """
    content = load_val_unit_dict_from_h5(file)
    return tuple(content.get(key, {}) for key in ("network_params", "analysis_params", "results",
                                                  "results_hash_dict"))


def create_hash(params, param_keys):
    """MD5 of the values of the given parameters in the order of their names, one behind the other as text.

    The text of an array is all of it, not abridged.
    """
    with np.printoptions(threshold=np.inf, floatmode="unique"):
        text = "".join(str(params[key]) for key in sorted(param_keys))
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
