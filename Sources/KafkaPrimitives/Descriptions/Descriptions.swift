import Language

/// What is told of a thing of Kafka's when its name alone is typed. To add one: a file beside this one, and a line here.
package enum Descriptions {
    package static let all = Catalog<DescriptionSchema>([
        ("topic", { DescriptionSchema.topic }), ("partition", { DescriptionSchema.partition }), ("group", { DescriptionSchema.group }),
        ("broker", { DescriptionSchema.broker }),
    ])
}
