"""`import libcst` in a fraction of its time, for the process of the command and those that it starts.

Of LibCST the linter uses the node classes and the native parser. ``import libcst`` brings the metadata, the
visitors of all nodes and the configuration of its old parser besides, and the standard library's dataclasses
write and compile five methods for each of 200 classes: 150 ms. ``finder.install`` makes it load the very same
files of the installed LibCST, nodes only, with light stand-ins for what decorates them, and makes a class
when it is first asked for, of which a script needs about half: 5 ms, and some for those.

Its classes are then the same in all that the linter uses: fields in the same order, defaults, validation,
code generation. They differ in three things: nothing forbids to set a field, they are compared and hashed by
``object`` itself, and their metaclass is ``type``, so that ``isinstance`` calls nothing of Python's. The rest
of LibCST (``libcst.metadata``, ``libcst.matchers``, ``CSTTransformer``) cannot be imported in such a process.
So nothing but the command installs it: whoever uses these modules as a library, a test for instance, has
LibCST as it is.
"""
