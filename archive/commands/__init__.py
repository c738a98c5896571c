"""The commands of ``emeroteca``, one file each; loaded only when named."""
