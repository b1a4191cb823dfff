"""How good a prompt version is: gold articles, scores, honest comparison, reports.

gold -> runner (asks or replays) -> results -> comparison -> report
"""
