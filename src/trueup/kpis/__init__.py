"""KPI definitions, actuals through time and slices, control charts, forecasts, strengths and claims."""
