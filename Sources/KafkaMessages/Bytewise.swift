// Text in this module is compared by its bytes.
@_exported import Bytewise
