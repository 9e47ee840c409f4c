import Language

/// What is told of a thing of Kafka's when its name alone is typed. To add one: a file beside this one, and a line here.
package enum Descriptions {
    private static let makers: [Catalog<DescriptionSchema>.Maker] = [
        ("topic", { DescriptionSchema.topic }), ("partition", { DescriptionSchema.partition }), ("group", { DescriptionSchema.group }),
        ("broker", { DescriptionSchema.broker }),
    ]

    package static let all = Catalog<DescriptionSchema>(makers)
}
