"""Points of the carers: a month of all, one carer's days with every reason, objections and their answers."""
