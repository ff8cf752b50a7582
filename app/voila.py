"""How `make app` has Voilà serve attributed.ipynb; its options on the command line go first."""

import asyncio

from jupyter_server.auth.identity import PasswordIdentityProvider
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Integer
from voila.handler import VoilaHandler
from voila.utils import ENV_VARIABLE

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

# Only under this machine's own names: one that an attacker points here reaches nothing. To serve
# others, add the name that stands in their address bar.
c.Voila.tornado_settings = {"allow_remote_access": False, "local_hostnames": ["localhost"]}

# A page that was closed says so. One that cannot is culled: its kernel has no connection left.
# Not before the 60 seconds that a kernel is given to start in, or a visitor would wait for ever.
c.MappingKernelManager.cull_idle_timeout = 75
c.MappingKernelManager.cull_interval = 15
c.MappingKernelManager.buffer_offline_messages = False


class Readers(AsyncMappingKernelManager):
    """No more kernels than there are places, the one that waits for the next visitor included."""

    at_once = Integer(8, config=True, help="Most kernels at once, of some 290 MB each.")

    def __init__(self, **settings):
        super().__init__(**settings)
        self.places = asyncio.Semaphore(self.at_once)

    @property
    def full(self):
        """Whether a visitor would have to wait until another leaves."""
        waiting = (kernel for pool in getattr(self, "_pools", {}).values() for kernel in pool)
        return self.places.locked() and not any(kernel.done() for kernel in waiting)

    async def start_kernel(self, **settings):
        """A visitor is sent away when all is full; the kernel for the next one waits instead."""
        for_the_next = settings["env"][ENV_VARIABLE.VOILA_PREHEAT] == "True"
        if self.places.locked() and not for_the_next:
            raise HTTPError(503)
        await self.places.acquire()
        try:
            return await super().start_kernel(**settings)
        except BaseException:
            self.places.release()
            raise

    def remove_kernel(self, kernel_id):
        """Each place is given back once, however often its kernel is ended."""
        if kernel_id in self:
            self.places.release()
        return super().remove_kernel(kernel_id)


class Door(PasswordIdentityProvider):
    """Who may have a kernel: a person who opens the page, while there is room."""

    async def get_user(self, handler):
        """The user as elsewhere; raises HTTPError for a page that is not to be made."""
        handler.current_user = user = await super().get_user(handler)
        if isinstance(handler, VoilaHandler):
            asked = handler.request.headers
            # An image, a frame or a script of some other page asks for the page too.
            if asked.get("Sec-Fetch-Dest", "document") != "document" or "Sec-Purpose" in asked:
                raise HTTPError(403)
            if handler.kernel_manager.full:
                raise HTTPError(503)
            handler.xsrf_token  # noqa: B018 - sets the cookie by which the page may end its kernel
        return user


c.VoilaConfiguration.multi_kernel_manager_class = Readers
c.Voila.identity_provider_class = Door
