"""Many articles through the Batch API: asked together, answered within a day, at a lower price.

A round of requests goes through these stages, each noted on the disk before the next begins:

    written -> uploaded -> created -> ended -> collected

After the last one every reply is a recording, and the ordinary run makes the briefings from those.
"""
