"""The monthly appraisal of carers: the table of a month, one sheet, call-backs, spot visits, training, praise and complaints."""
