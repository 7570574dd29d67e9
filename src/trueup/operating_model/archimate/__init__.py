"""Operating models in the ArchiMate 3 Model Exchange format: from a file, and into one."""

from trueup.operating_model.archimate.beside import Beside
from trueup.operating_model.archimate.file import ModelFile, read_model
from trueup.operating_model.archimate.report import ExchangeReport
from trueup.operating_model.archimate.writing import write_model

__all__ = ["Beside", "ExchangeReport", "ModelFile", "read_model", "write_model"]
