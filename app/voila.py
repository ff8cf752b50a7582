"""How `make app` has Voilà serve attributed.ipynb; its options on the command line go first."""

c = get_config()  # noqa: F821 - what Voilà runs this file with

# For whoever sits at this machine. Before you serve others, read Voilà's pages on deployment:
# each visitor gets a kernel of its own here, with the rights of whoever started it.
c.Voila.ip = "127.0.0.1"

# One kernel has run the page before anybody asks for it, and the next starts when it is taken.
c.VoilaConfiguration.preheat_kernel = True
c.VoilaConfiguration.default_pool_size = 1

# Nothing from other hosts, no file of this folder, and of a user's own extensions none.
c.VoilaConfiguration.template = "attributed"
c.VoilaConfiguration.allow_template_override = "NO"
c.VoilaConfiguration.file_allowlist = []
c.VoilaConfiguration.extension_allowlist = [
    "@voila-dashboards/widgets-manager8",
    "@jupyter-widgets/jupyterlab-manager",
    "anywidget",
]

# A page that closes says so, to end its kernel, and cannot send the token against forged
# requests along: Voilà would refuse it, and every kernel would stay. What could be forged now is
# the end of a kernel whose random name is known.
c.Voila.tornado_settings = {"disable_check_xsrf": True}
